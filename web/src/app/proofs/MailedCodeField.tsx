// The code received by mail: eight letters and digits.
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui";
import { dashed } from "./code";
import type { CodeFieldProps } from "./TotpField";
import "./proofs.css";

export function MailedCodeField({ value, onChange, ...rest }: CodeFieldProps) {
  const { t } = useTranslation("proofs");
  return (
    <TextField
      {...rest}
      name="code"
      autoComplete="one-time-code"
      label={t("mailedCode.label")}
      help={t("mailedCode.help")}
      value={value}
      onChange={(text) => onChange(dashed(text))}
      placeholder="XXXX-XXXX"
      inputClassName="code-input"
      inputProps={{ spellCheck: false, autoCapitalize: "characters", maxLength: 12 }}
    />
  );
}
