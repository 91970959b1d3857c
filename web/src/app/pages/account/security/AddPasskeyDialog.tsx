// Makes a passkey on this device, under a name one will recognise; then, for who has none left, codes for the bad day.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Dialog, showToast, TextField } from "@/ui";
import { makePasskey } from "../../../proofs/webauthn";
import { factorsKey } from "../../../proofs/useFactors";
import { deviceOf } from "../devices/device";
import { DialogForm } from "../parts/DialogForm";
import { KeepCodes } from "./KeepCodes";

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
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: factorsKey });
      if (!made.recovery_codes?.length) close(made.name);
    },
  });
  const codes = make.data?.recovery_codes ?? [];

  function close(made: string) {
    onClose();
    showToast({ text: t("passkeys.added", { name: made }) });
  }

  function go() {
    setTried(true);
    if (name.trim()) make.mutate();
  }

  return (
    <Dialog open required={codes.length > 0} title={t(codes.length > 0 ? "recovery.yours" : "passkeys.addTitle")} onClose={() => (make.data ? close(make.data.name) : onClose())}>
      {codes.length > 0 ? (
        <KeepCodes codes={codes} why={t("passkeys.whyCodes")} onDone={() => close(make.data?.name ?? "")} />
      ) : (
        <DialogForm deed={t("passkeys.addDeed")} busy={make.isPending} error={make.error} onGo={go} onClose={onClose}>
          <p className="soft">{t("passkeys.addText")}</p>
          <TextField autoFocus name="passkey-name" label={t("passkeys.name")} help={t("passkeys.nameHelp")} value={name} onChange={setName} error={tried && !name.trim() ? t("passkeys.noName") : null} inputProps={{ maxLength: 60 }} />
        </DialogForm>
      )}
    </Dialog>
  );
}
