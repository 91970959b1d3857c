// The six digits an authenticator application shows.
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui";
import { digits } from "./code";
import "./proofs.css";

export interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  size?: "l";
  autoFocus?: boolean;
  error?: string | null;
}

export function TotpField({ value, onChange, ...rest }: CodeFieldProps) {
  const { t } = useTranslation("proofs");
  return (
    <TextField
      {...rest}
      name="totp"
      autoComplete="one-time-code"
      label={t("totp.label")}
      help={t("totp.help")}
      value={value}
      onChange={(text) => onChange(digits(text))}
      placeholder="000000"
      inputClassName="code-input"
      inputProps={{ inputMode: "numeric", spellCheck: false, maxLength: 9 }}
    />
  );
}
