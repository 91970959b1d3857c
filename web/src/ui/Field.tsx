// What every field shares: its name, whether it may stay empty, its help and its error.
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";

export interface FieldWords {
  label: string;
  /** Says "optional" beside the name. */
  optional?: boolean;
  help?: ReactNode;
  error?: string | null;
}

export function Optional() {
  const { t } = useTranslation("ui");
  return <span className="opt">{t("optional")}</span>;
}

export function ErrorLine({ children }: { children: ReactNode }) {
  return (
    <>
      <Icon of={CircleAlert} size="s" />
      <span>{children}</span>
    </>
  );
}
