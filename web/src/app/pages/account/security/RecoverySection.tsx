// Codes kept aside for the day when nothing else is at hand.
import { LifeBuoy } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Factors } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, ListRow, Rows } from "@/ui";
import { useDialog } from "../../../address";
import { AccountSection } from "../parts/AccountSection";
import { RecoveryDialog } from "./RecoveryDialog";

/** From there on one should think of new ones. */
const few = 3;

export function RecoverySection({ codes }: { codes: NonNullable<Factors["recovery_codes"]> | null }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const dialog = useDialog("recovery");
  return (
    <AccountSection
      title={t("recovery.title")}
      lede={t("recovery.lede")}
      deed={
        !codes && (
          <Button onPress={() => dialog.show()}>{t("recovery.make")}</Button>
        )
      }
    >
      {codes && (
        <Rows flush label={t("recovery.title")}>
          <ListRow
            lead={<Icon of={LifeBuoy} />}
            title={t("recovery.left", { count: codes.left })}
            beside={codes.left <= few && <Badge kind="warn">{t("recovery.few")}</Badge>}
            detail={t("recovery.made", { day: format.day(codes.made_at) })}
            end={
              <Button size="s" onPress={() => dialog.show()}>
                {t("recovery.renew")}
              </Button>
            }
          />
        </Rows>
      )}
      {dialog.open && <RecoveryDialog replaces={codes !== null} onClose={dialog.close} />}
    </AccountSection>
  );
}
