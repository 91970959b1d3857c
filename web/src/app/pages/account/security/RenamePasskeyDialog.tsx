// Another name for a passkey; the old one is one press away.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Passkey } from "@/api/types";
import { showToast, TextField } from "@/ui";
import { useSay } from "../../../say";
import { factorsKey } from "../../../proofs/useFactors";
import { FormDialog } from "../parts/FormDialog";

export function RenamePasskeyDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation(["security", "account"]);
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState(passkey.name);
  const [tried, setTried] = useState(false);

  const call = async (given: string) => {
    await take(api.PATCH("/api/identity/passkeys/{id}", { params: { path: { id: passkey.id } }, body: { name: given } }));
    await queries.invalidateQueries({ queryKey: factorsKey });
  };
  const undo = () => call(passkey.name).catch((error: unknown) => showToast({ text: say(error) }));
  const rename = useMutation({
    mutationFn: () => call(name.trim()),
    onSuccess: () => {
      onClose();
      showToast({ text: t("passkeys.renamed", { name: name.trim() }), deed: { name: t("account:undo"), onDo: () => void undo() } });
    },
  });

  function go() {
    setTried(true);
    if (name.trim()) rename.mutate();
  }

  return (
    <FormDialog title={t("passkeys.renameTitle")} deed={t("passkeys.renameDeed")} busy={rename.isPending} error={rename.error} onGo={go} onClose={onClose}>
      <TextField autoFocus name="passkey-name" label={t("passkeys.name")} value={name} onChange={setName} error={tried && !name.trim() ? t("passkeys.noName") : null} inputProps={{ maxLength: 60 }} />
    </FormDialog>
  );
}
