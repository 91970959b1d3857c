// Setting up the application: what it is, the square to photograph and a first code, then codes for the bad day.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Dialog, showToast } from "@/ui";
import { factorsKey } from "../../../proofs/useFactors";
import { DialogForm } from "../parts/DialogForm";
import { KeepCodes } from "./KeepCodes";
import { TotpSecretForm } from "./TotpSecretForm";

export function TotpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("security");
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useMutation({ mutationFn: () => take(api.POST("/api/identity/totp", { body: {} })) });

  function finish(made: readonly string[] | null) {
    void queries.invalidateQueries({ queryKey: factorsKey });
    if (made && made.length > 0) setCodes(made);
    else close();
  }

  function close() {
    onClose();
    showToast({ text: t("totp.added") });
  }

  return (
    <Dialog open required={codes !== null} title={t(codes ? "recovery.yours" : "totp.addTitle")} onClose={codes ? close : onClose}>
      {codes && <KeepCodes codes={codes} why={t("recovery.why")} onDone={close} />}
      {!codes && begin.data && <TotpSecretForm begun={begin.data} onDone={finish} onClose={onClose} />}
      {!codes && !begin.data && (
        <DialogForm deed={t("totp.begin")} busy={begin.isPending} error={begin.error} onGo={() => begin.mutate()} onClose={onClose}>
          <p className="soft">{t("totp.addText")}</p>
        </DialogForm>
      )}
    </Dialog>
  );
}
