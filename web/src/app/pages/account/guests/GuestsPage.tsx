// People from outside for whom one answers, each until a day.
import { useQuery } from "@tanstack/react-query";
import { UserRoundPlus, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, EmptyState, Rows, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { TroubleState } from "../../../TroubleState";
import "../account.css";
import { AccountTabs } from "../AccountTabs";
import { guestsKey } from "../keys";
import { AccountSection } from "../parts/AccountSection";
import { GraveDialog } from "../parts/GraveDialog";
import { ExtendGuestDialog } from "./ExtendGuestDialog";
import { GuestRow } from "./GuestRow";
import { NewGuestDialog } from "./NewGuestDialog";

export default function GuestsPage() {
  const { t } = useTranslation("guests");
  const inviting = useDialog("guest");
  const extending = useDialog("extend-guest");
  const ending = useDialog("end-guest");
  const guests = useQuery({ queryKey: guestsKey, queryFn: () => take(api.GET("/api/identity/guests")) });
  const all = guests.data?.guests ?? [];
  const extended = all.find(({ id }) => id === extending.about);
  const ended = all.find(({ id }) => id === ending.about);
  const invite = (
    <Button kind="main" icon={UserRoundPlus} onPress={() => inviting.show()}>
      {t("invite")}
    </Button>
  );

  return (
    <>
      <AccountTabs />
      <div className="body account-sections">
        {guests.isPending && <SkeletonRows rows={3} />}
        {guests.error && <TroubleState error={guests.error} onRetry={() => void guests.refetch()} />}
        {guests.data && all.length === 0 && (
          <EmptyState icon={Users} title={t("none")} deeds={invite}>
            {t("lede")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <AccountSection title={t("title")} lede={t("lede")} deed={invite}>
            <Rows flush label={t("title")}>
              {all.map((guest) => (
                <GuestRow key={guest.id} guest={guest} onExtend={() => extending.show(guest.id)} onEnd={() => ending.show(guest.id)} />
              ))}
            </Rows>
          </AccountSection>
        )}
      </div>
      {inviting.open && <NewGuestDialog onClose={inviting.close} />}
      {extended && <ExtendGuestDialog guest={extended} onClose={extending.close} />}
      {ended && (
        <GraveDialog
          title={t("endTitle", { name: ended.name })}
          deed={t("endDeed")}
          keep={t("keep")}
          done={t("ended", { name: ended.name })}
          act={() => take(api.DELETE("/api/identity/guests/{id}", { params: { path: { id: ended.id } } }))}
          stale={[guestsKey]}
          onClose={ending.close}
        >
          {t("endText", { name: ended.name })}
        </GraveDialog>
      )}
    </>
  );
}
