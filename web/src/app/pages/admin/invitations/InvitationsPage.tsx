// People who will work here, invited by whoever administers the house. A link opens once, for a fortnight.
import { useQuery } from "@tanstack/react-query";
import { Mail, UserRoundPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { useFormat } from "@/i18n/format";
import { Button, EmptyState, Icon, ListRow, Rows, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { PageHead } from "../../../PageHead";
import { isAdministrator, useMe } from "../../../session";
import { TroubleState } from "../../../TroubleState";
import "../../account/account.css";
import { AccountSection } from "../../account/parts/AccountSection";
import { GraveDialog } from "../../account/parts/GraveDialog";
import { invitationsKey } from "./keys";
import { NewInvitationDialog } from "./NewInvitationDialog";

/** Everybody may read their own invitations: agents have none, and could send none. */
const notTheirs = new ProblemError({ status: 403, code: "identity.not_administrator" });

export default function InvitationsPage() {
  const { t } = useTranslation("invitations");
  const mayInvite = isAdministrator(useMe());
  const format = useFormat();
  const inviting = useDialog("invite");
  const withdrawing = useDialog("withdraw");
  const invitations = useQuery({ queryKey: invitationsKey, queryFn: () => take(api.GET("/api/identity/invitations")), enabled: mayInvite });
  const all = invitations.data?.invitations ?? [];
  const withdrawn = all.find(({ id }) => id === withdrawing.about);
  const invite = (
    <Button kind="main" icon={UserRoundPlus} onPress={() => inviting.show()}>
      {t("invite")}
    </Button>
  );

  return (
    <>
      <PageHead title={t("title")} />
      <div className="body account-sections">
        {!mayInvite && <TroubleState error={notTheirs} />}
        {invitations.isLoading && <SkeletonRows rows={3} />}
        {invitations.error && <TroubleState error={invitations.error} onRetry={() => void invitations.refetch()} />}
        {invitations.data && all.length === 0 && (
          <EmptyState icon={Mail} title={t("none")} deeds={invite}>
            {t("lede")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <AccountSection title={t("open")} lede={t("lede")} deed={invite}>
            <Rows flush label={t("open")}>
              {all.map((invitation) => (
                <ListRow
                  key={invitation.id}
                  lead={<Icon of={Mail} />}
                  title={invitation.name}
                  detail={[invitation.address, t("until", { day: format.day(invitation.expires_at) })].join(" · ")}
                  end={
                    <Button size="s" kind="grave-line" onPress={() => withdrawing.show(invitation.id)}>
                      {t("withdraw")}
                    </Button>
                  }
                />
              ))}
            </Rows>
          </AccountSection>
        )}
      </div>
      {mayInvite && inviting.open && <NewInvitationDialog onClose={inviting.close} />}
      {withdrawn && (
        <GraveDialog
          title={t("withdrawTitle", { name: withdrawn.name })}
          deed={t("withdrawDeed")}
          keep={t("keep")}
          done={t("withdrawn", { name: withdrawn.name })}
          act={() => take(api.DELETE("/api/identity/invitations/{key}", { params: { path: { key: withdrawn.id } } }))}
          stale={[invitationsKey]}
          onClose={withdrawing.close}
        >
          {t("withdrawText", { address: withdrawn.address })}
        </GraveDialog>
      )}
    </>
  );
}
