// One of the codes kept aside for the day when nothing else is at hand.
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui";
import { dashed, recoveryLength } from "./code";
import type { CodeFieldProps } from "./TotpField";
import "./proofs.css";

export function RecoveryCodeField({ value, onChange, ...rest }: CodeFieldProps) {
  const { t } = useTranslation("proofs");
  return (
    <TextField
      {...rest}
      name="recovery-code"
      autoComplete="off"
      label={t("recovery.label")}
      help={t("recovery.help")}
      value={value}
      onChange={(text) => onChange(dashed(text, recoveryLength, 5))}
      placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
      inputClassName="code-input long"
      inputProps={{ spellCheck: false, autoCapitalize: "characters", maxLength: 40 }}
    />
  );
}
