// Whether one has a password, since when, and the way to another.
import { LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Factors } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, Icon, ListRow, Rows } from "@/ui";
import { useDialog } from "../../../address";
import { AccountSection } from "../parts/AccountSection";
import { PasswordDialog } from "./PasswordDialog";

export function PasswordSection({ password }: { password: Factors["password"] }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const dialog = useDialog("password");
  return (
    <AccountSection title={t("password.title")}>
      <Rows flush label={t("password.title")}>
        <ListRow
          lead={<Icon of={LockKeyhole} />}
          title={t(password.set ? "password.set" : "password.none")}
          detail={password.set ? password.changed_at && t("password.since", { when: format.when(password.changed_at) }) : t("password.noneText")}
          end={
            <Button size="s" onPress={() => dialog.show()}>
              {t(password.set ? "password.change" : "password.choose")}
            </Button>
          }
        />
      </Rows>
      {dialog.open && <PasswordDialog hasOne={password.set} onClose={dialog.close} />}
    </AccountSection>
  );
}
