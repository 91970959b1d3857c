// A password one has, hidden unless asked.
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton, TextField } from "@/ui";

export interface PasswordFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (password: string) => void;
  fresh?: boolean;
  size?: "l";
  autoFocus?: boolean;
  help?: string;
  error?: string | null;
}

export function PasswordField({ fresh = false, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation("proofs");
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...rest}
      type={shown ? "text" : "password"}
      autoComplete={fresh ? "new-password" : "current-password"}
      inputProps={{ spellCheck: false, autoCapitalize: "none" }}
      end={<IconButton icon={shown ? EyeOff : Eye} size="s" label={t(shown ? "password.hide" : "password.show")} onPress={() => setShown(!shown)} />}
    />
  );
}

/** Lets a password manager see which account the password belongs to. */
export function AccountOfPassword({ address }: { address: string }) {
  return <input className="heard" type="email" autoComplete="username" value={address} readOnly tabIndex={-1} aria-hidden="true" />;
}
