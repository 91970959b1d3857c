// A password to choose: its rule is said before, and said again when it is not kept.
import { useTranslation } from "react-i18next";
import { PasswordField, type PasswordFieldProps } from "./PasswordField";

const shortest = 12;

export interface NewPasswordFieldProps extends Pick<PasswordFieldProps, "value" | "onChange" | "size" | "autoFocus"> {
  /** One has tried to go on: the rule is no longer only a help. */
  tried: boolean;
}

export function NewPasswordField({ tried, ...rest }: NewPasswordFieldProps) {
  const { t } = useTranslation("proofs");
  const short = tried && !isLongEnough(rest.value);
  return <PasswordField {...rest} fresh name="new" label={t("newPassword.label")} help={t("newPassword.rule", { count: shortest })} error={short ? t("newPassword.short", { count: shortest }) : null} />;
}

/** What else the server refuses (common passwords, one's own name) it says itself. */
export function isLongEnough(password: string): boolean {
  return [...password].length >= shortest;
}
