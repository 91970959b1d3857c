// Setting up the application: what it is, the square to photograph and a first code, then codes for the bad day.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, Dialog, showToast } from "@/ui";
import { RecoveryCodes } from "../../../proofs/RecoveryCodes";
import { factorsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";
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

  if (codes) {
    return (
      <Dialog
        open
        required
        title={t("recovery.yours")}
        onClose={close}
        footer={
          <Button kind="main" onPress={close}>
            {t("recovery.done")}
          </Button>
        }
      >
        <p className="soft">{t("recovery.why")}</p>
        <RecoveryCodes codes={codes} />
      </Dialog>
    );
  }
  if (begin.data) return <TotpSecretForm begun={begin.data} onDone={finish} onClose={onClose} />;
  return (
    <FormDialog title={t("totp.addTitle")} deed={t("totp.begin")} busy={begin.isPending} error={begin.error} onGo={() => begin.mutate()} onClose={onClose}>
      <p className="soft">{t("totp.addText")}</p>
    </FormDialog>
  );
}
