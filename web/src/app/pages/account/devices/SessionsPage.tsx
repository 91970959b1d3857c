// Everything that is open in one's name: devices, and the programs one gave a token.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Session } from "@/api/types";
import { Button, Rows, showToast, SkeletonRows } from "@/ui";
import { useSearchParam } from "../../../address";
import { useSay } from "../../../say";
import { TroubleState } from "../../../TroubleState";
import "../account.css";
import { AccountTabs } from "../AccountTabs";
import { sessionsKey } from "../keys";
import { ApplicationsList } from "../applications/ApplicationsList";
import { AccountSection } from "../parts/AccountSection";
import { ProgramsSection } from "./ProgramsSection";
import { SessionRow } from "./SessionRow";

export default function SessionsPage() {
  const { t } = useTranslation("account");
  const sessions = useQuery({ queryKey: sessionsKey, queryFn: () => take(api.GET("/api/identity/sessions")) });
  const all = sessions.data?.sessions ?? [];
  const others = all.filter(({ current }) => !current);
  // Led here for one device: it comes first.
  const [device] = useSearchParam("device");

  return (
    <>
      <AccountTabs />
      <div className="body account-sections">
        {device && <ApplicationsList />}
        <AccountSection title={t("sessions.title")} lede={t("sessions.lede")} deed={others.length > 1 && <CloseOthers others={others} />}>
          {sessions.isPending && <SkeletonRows rows={3} />}
          {sessions.error && <TroubleState error={sessions.error} onRetry={() => void sessions.refetch()} />}
          {all.length > 0 && (
            <Rows flush label={t("sessions.title")}>
              {all.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </Rows>
          )}
        </AccountSection>
        {!device && <ApplicationsList />}
        <ProgramsSection />
      </div>
    </>
  );
}

function CloseOthers({ others }: { others: readonly Session[] }) {
  const { t } = useTranslation("account");
  const say = useSay();
  const queries = useQueryClient();
  const close = useMutation({
    mutationFn: async () => {
      for (const { id } of others) await take(api.DELETE("/api/identity/sessions/{id}", { params: { path: { id } } }));
    },
    onSuccess: () => showToast({ text: t("sessions.allClosed", { count: others.length }) }),
    onError: (error) => showToast({ text: say(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
  return (
    <Button busy={close.isPending} onPress={() => close.mutate()}>
      {t("sessions.closeOthers")}
    </Button>
  );
}
