// A new password. The current one is asked of those who have one.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showToast } from "@/ui";
import { isLongEnough, NewPasswordField } from "../../../proofs/NewPasswordField";
import { AccountOfPassword, PasswordField } from "../../../proofs/PasswordField";
import { useMe } from "../../../session";
import { factorsKey } from "../../../proofs/useFactors";
import { sessionsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";

export function PasswordDialog({ hasOne, onClose }: { hasOne: boolean; onClose: () => void }) {
  const { t } = useTranslation("security");
  const { person } = useMe();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);

  const change = useMutation({
    mutationFn: () => take(api.PUT("/api/identity/me/password", { body: { current: current || null, new: next } })),
    onSuccess: async () => {
      onClose();
      showToast({ text: t("password.changed") });
      await Promise.all([factorsKey, sessionsKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });

  function go() {
    setTried(true);
    if (isLongEnough(next)) change.mutate();
  }

  return (
    <FormDialog title={t(hasOne ? "password.changeTitle" : "password.chooseTitle")} deed={t(hasOne ? "password.changeDeed" : "password.chooseDeed")} busy={change.isPending} error={change.error} onGo={go} onClose={onClose}>
      <AccountOfPassword address={person.address} />
      {hasOne && <PasswordField autoFocus name="current" label={t("password.current")} help={t("password.currentHelp")} value={current} onChange={setCurrent} />}
      <NewPasswordField autoFocus={!hasOne} tried={tried} value={next} onChange={setNext} />
      <p className="meta">{t("password.closes")}</p>
    </FormDialog>
  );
}
