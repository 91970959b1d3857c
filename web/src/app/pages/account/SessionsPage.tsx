// Where one is signed in, and the way to sign out from afar.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Session } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, ListRow, Rows, showToast, SkeletonRows } from "@/ui";
import { useSay } from "../../say";
import { TroubleState } from "../../TroubleState";
import "./account.css";
import { AccountTabs } from "./AccountTabs";
import { deviceOf } from "./device";

const key = ["identity", "session"];

export default function SessionsPage() {
  const { t } = useTranslation("account");
  const sessions = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/identity/sessions")) });

  return (
    <>
      <AccountTabs />
      <div className="body wide-list">
        <p className="lede soft">{t("sessions.lede")}</p>
        {sessions.isPending && <SkeletonRows rows={3} />}
        {sessions.error && <TroubleState error={sessions.error} onRetry={() => void sessions.refetch()} />}
        {sessions.data && (
          <Rows label={t("sessions.title")}>
            {sessions.data.sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </Rows>
        )}
      </div>
    </>
  );
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation(["account", "shell"]);
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const device = deviceOf(session.user_agent ?? "");
  const name = device.browser ? t(device.system ? "sessions.on" : "sessions.browserOnly", { ...device }) : t("sessions.unknown");

  const close = useMutation({
    mutationFn: () => take(api.DELETE("/api/identity/sessions/{id}", { params: { path: { id: session.id } } })),
    onSuccess: () => {
      showToast({ text: t("sessions.closed", { name }) });
      return queries.invalidateQueries({ queryKey: key });
    },
    onError: (error) => showToast({ text: say(error) }),
  });

  return (
    <ListRow
      lead={<Icon of={device.small ? Smartphone : Laptop} />}
      title={name}
      beside={session.current && <Badge kind="accent">{t("sessions.here")}</Badge>}
      detail={t("sessions.detail", {
        way: t(`shell:session.${session.strength}`),
        since: format.when(session.created_at),
        seen: format.when(session.last_seen_at),
      })}
      end={
        !session.current && (
          <Button size="s" busy={close.isPending} onPress={() => close.mutate()}>
            {t("sessions.close")}
          </Button>
        )
      }
    />
  );
}
