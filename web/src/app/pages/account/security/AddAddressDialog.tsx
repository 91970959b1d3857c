// One address more: written, then proved by the code mailed to it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Dialog, showToast, TextField } from "@/ui";
import { bare, mailedLength } from "../../../proofs/code";
import { MailedCodeField } from "../../../proofs/MailedCodeField";
import { addressesKey } from "../keys";
import { DialogForm } from "../parts/DialogForm";

export function AddAddressDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("security");
  const queries = useQueryClient();
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);

  const add = useMutation({
    mutationFn: () => take(api.POST("/api/identity/addresses", { body: { address: address.trim() } })),
    onSuccess: () => setTried(false),
  });
  const prove = useMutation({
    mutationFn: (id: string) => take(api.POST("/api/identity/addresses/proofs", { body: { id, code } })),
    onSuccess: async () => {
      onClose();
      showToast({ text: t("addresses.added", { address: address.trim() }) });
      await queries.invalidateQueries({ queryKey: addressesKey });
    },
  });
  const { data: sent } = add;

  function go() {
    setTried(true);
    if (!sent && address.includes("@")) add.mutate();
    if (sent && bare(code).length === mailedLength) prove.mutate(sent.id);
  }

  return (
    <Dialog open title={t(sent ? "addresses.proveTitle" : "addresses.addTitle")} onClose={onClose}>
      {sent ? (
        <DialogForm deed={t("addresses.prove")} busy={prove.isPending} error={prove.error} onGo={go} onClose={onClose}>
          <p className="soft">{t("addresses.sent", { address: sent.address })}</p>
          <MailedCodeField autoFocus value={code} onChange={setCode} error={tried && bare(code).length !== mailedLength ? t("addresses.wholeCode") : null} />
        </DialogForm>
      ) : (
        <DialogForm deed={t("addresses.sendCode")} busy={add.isPending} error={add.error} onGo={go} onClose={onClose}>
          <TextField
            autoFocus
            type="email"
            name="new-address"
            autoComplete="email"
            label={t("addresses.address")}
            help={t("addresses.addressHelp")}
            value={address}
            onChange={setAddress}
            error={tried && !address.includes("@") ? t("addresses.incomplete") : null}
            inputProps={{ spellCheck: false, autoCapitalize: "none" }}
          />
        </DialogForm>
      )}
    </Dialog>
  );
}
