// New recovery codes; those before them die.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Dialog } from "@/ui";
import { factorsKey } from "../../../proofs/useFactors";
import { DialogForm } from "../parts/DialogForm";
import { KeepCodes } from "./KeepCodes";

export function RecoveryDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const { t } = useTranslation("security");
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => take(api.POST("/api/identity/recovery-codes", { body: {} })),
    onSuccess: () => queries.invalidateQueries({ queryKey: factorsKey }),
  });
  const made = make.data?.codes;

  return (
    <Dialog open required={made !== undefined} title={t(made ? "recovery.yours" : "recovery.makeTitle")} onClose={onClose}>
      {made ? (
        <KeepCodes codes={made} onDone={onClose} />
      ) : (
        <DialogForm deed={t("recovery.make")} busy={make.isPending} error={make.error} onGo={() => make.mutate()} onClose={onClose}>
          <p className="soft">{t(replaces ? "recovery.replaceText" : "recovery.makeText")}</p>
        </DialogForm>
      )}
    </Dialog>
  );
}
