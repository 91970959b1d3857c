// A passkey: its name, when it was made and last used.
import { Fingerprint, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Passkey } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Icon, IconButton, ListRow } from "@/ui";

export function PasskeyRow({ passkey, onRename, onRemove }: { passkey: Passkey; onRename: () => void; onRemove: () => void }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const { name } = passkey;
  const used = passkey.last_used_at ? t("passkeys.used", { when: format.when(passkey.last_used_at) }) : t("passkeys.neverUsed");
  return (
    <ListRow
      lead={<Icon of={Fingerprint} />}
      title={name}
      detail={[t("passkeys.made", { day: format.day(passkey.created_at) }), used].join(" · ")}
      end={
        <>
          <IconButton icon={Pencil} size="s" label={t("passkeys.rename", { name })} onPress={onRename} />
          <IconButton icon={Trash2} size="s" label={t("passkeys.remove", { name })} onPress={onRemove} />
        </>
      }
    />
  );
}
