// Makes a passkey on this device, under a name one will recognise.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showToast, TextField } from "@/ui";
import { makePasskey } from "../../../proofs/webauthn";
import { deviceOf } from "../devices/device";
import { factorsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";

export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "account"]);
  const queries = useQueryClient();
  const device = deviceOf(navigator.userAgent);
  const [name, setName] = useState(device.system ? t("account:sessions.on", { ...device }) : device.browser);
  const [tried, setTried] = useState(false);

  const make = useMutation({
    mutationFn: async () => {
      const { id, options } = await take(api.POST("/api/identity/passkeys/registrations", { body: {} }));
      const credential = await makePasskey(options);
      return take(api.POST("/api/identity/passkeys/registrations/{id}", { params: { path: { id } }, body: { name: name.trim(), credential: credential as never } }));
    },
    onSuccess: async (made) => {
      onClose();
      showToast({ text: t("passkeys.added", { name: made.name }) });
      await queries.invalidateQueries({ queryKey: factorsKey });
    },
  });

  function go() {
    setTried(true);
    if (name.trim()) make.mutate();
  }

  return (
    <FormDialog title={t("passkeys.addTitle")} deed={t("passkeys.addDeed")} busy={make.isPending} error={make.error} onGo={go} onClose={onClose}>
      <p className="soft">{t("passkeys.addText")}</p>
      <TextField autoFocus name="passkey-name" label={t("passkeys.name")} help={t("passkeys.nameHelp")} value={name} onChange={setName} error={tried && !name.trim() ? t("passkeys.noName") : null} inputProps={{ maxLength: 60 }} />
    </FormDialog>
  );
}
