// New recovery codes; those before them die.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, Dialog } from "@/ui";
import { RecoveryCodes } from "../../../proofs/RecoveryCodes";
import { factorsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";

export function RecoveryDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const { t } = useTranslation("security");
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => take(api.POST("/api/identity/recovery-codes", { body: {} })),
    onSuccess: () => queries.invalidateQueries({ queryKey: factorsKey }),
  });

  if (!make.data) {
    return (
      <FormDialog title={t("recovery.makeTitle")} deed={t("recovery.make")} busy={make.isPending} error={make.error} onGo={() => make.mutate()} onClose={onClose}>
        <p className="soft">{t(replaces ? "recovery.replaceText" : "recovery.makeText")}</p>
      </FormDialog>
    );
  }
  return (
    <Dialog
      open
      required
      title={t("recovery.yours")}
      onClose={onClose}
      footer={
        <Button kind="main" onPress={onClose}>
          {t("recovery.done")}
        </Button>
      }
    >
      <RecoveryCodes codes={make.data.codes} />
    </Dialog>
  );
}
