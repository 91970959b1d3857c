// The second proof: an application that shows six digits.
import { Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, ListRow, Rows } from "@/ui";
import { useDialog } from "../../../address";
import { factorsKey } from "../../../proofs/useFactors";
import { AccountSection } from "../parts/AccountSection";
import { GraveDialog } from "../parts/GraveDialog";
import { TotpDialog } from "./TotpDialog";

export function TotpSection({ since }: { since: string | null }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const adding = useDialog("totp");
  const removing = useDialog("remove-totp");
  return (
    <AccountSection
      title={t("totp.title")}
      lede={t("totp.lede")}
      deed={
        !since && (
          <Button onPress={() => adding.show()}>{t("totp.add")}</Button>
        )
      }
    >
      {since && (
        <Rows flush label={t("totp.title")}>
          <ListRow
            lead={<Icon of={Smartphone} />}
            title={t("totp.app")}
            beside={<Badge kind="ok">{t("totp.on")}</Badge>}
            detail={t("totp.since", { day: format.day(since) })}
            end={
              <>
                <Button size="s" onPress={() => adding.show()}>
                  {t("totp.replace")}
                </Button>
                <Button size="s" kind="grave-line" onPress={() => removing.show()}>
                  {t("remove")}
                </Button>
              </>
            }
          />
        </Rows>
      )}
      {adding.open && <TotpDialog onClose={adding.close} />}
      {removing.open && since && (
        <GraveDialog
          title={t("totp.removeTitle")}
          deed={t("totp.removeDeed")}
          keep={t("keep")}
          done={t("totp.removed")}
          act={() => take(api.DELETE("/api/identity/totp"))}
          stale={[factorsKey]}
          onClose={removing.close}
        >
          {t("totp.removeText")}
        </GraveDialog>
      )}
    </AccountSection>
  );
}
