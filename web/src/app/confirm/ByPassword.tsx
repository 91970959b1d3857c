// The password, once more.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountOfPassword, PasswordField } from "../proofs/PasswordField";
import { useShow, type WayProps } from "./way";
import { WayForm } from "./WayForm";

export function ByPassword({ known, onConfirmed, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const [password, setPassword] = useState("");
  const show = useShow(onConfirmed);
  return (
    <WayForm busy={show.isPending} ready={password !== ""} error={show.error} onGo={() => show.mutate({ password })} onCancel={onCancel}>
      <AccountOfPassword address={known.address} />
      <PasswordField autoFocus name="confirm-password" label={t("password")} value={password} onChange={setPassword} />
    </WayForm>
  );
}
