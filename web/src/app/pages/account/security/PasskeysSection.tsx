// Passkeys: the surest way in, and the shortest.
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Passkey } from "@/api/types";
import { api, take } from "@/api/client";
import { Button, Rows } from "@/ui";
import { useDialog } from "../../../address";
import { knowsPasskeys } from "../../../proofs/webauthn";
import { factorsKey } from "../../../proofs/useFactors";
import { AccountSection } from "../parts/AccountSection";
import { GraveDialog } from "../parts/GraveDialog";
import { AddPasskeyDialog } from "./AddPasskeyDialog";
import { PasskeyRow } from "./PasskeyRow";
import { RenamePasskeyDialog } from "./RenamePasskeyDialog";

export function PasskeysSection({ passkeys }: { passkeys: readonly Passkey[] }) {
  const { t } = useTranslation("security");
  const adding = useDialog("passkey");
  const renaming = useDialog("rename-passkey");
  const removing = useDialog("remove-passkey");
  const renamed = passkeys.find(({ id }) => id === renaming.about);
  const removed = passkeys.find(({ id }) => id === removing.about);
  const known = knowsPasskeys();

  return (
    <AccountSection
      title={t("passkeys.title")}
      lede={t(known ? "passkeys.lede" : "passkeys.unknown")}
      deed={
        known && (
          <Button icon={Plus} onPress={() => adding.show()}>
            {t("passkeys.add")}
          </Button>
        )
      }
    >
      {passkeys.length > 0 && (
        <Rows flush label={t("passkeys.title")}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onRename={() => renaming.show(passkey.id)} onRemove={() => removing.show(passkey.id)} />
          ))}
        </Rows>
      )}
      {adding.open && <AddPasskeyDialog onClose={adding.close} />}
      {renamed && <RenamePasskeyDialog passkey={renamed} onClose={renaming.close} />}
      {removed && (
        <GraveDialog
          title={t("passkeys.removeTitle", { name: removed.name })}
          deed={t("passkeys.removeDeed")}
          keep={t("keep")}
          done={t("passkeys.removed", { name: removed.name })}
          act={() => take(api.DELETE("/api/identity/passkeys/{id}", { params: { path: { id: removed.id } } }))}
          stale={[factorsKey]}
          onClose={removing.close}
        >
          {t("passkeys.removeText")}
        </GraveDialog>
      )}
    </AccountSection>
  );
}
