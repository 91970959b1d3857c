// Why the server refuses a recipient, in words. Codes are its own; unknown ones get a sentence that still helps.

import { useTranslation } from "react-i18next";

export function useReason(): (code: string | null) => string {
  const { t } = useTranslation("transfer");
  return (code) => t([`reasons.${code?.slice(code.lastIndexOf(".") + 1) ?? "other"}`, "reasons.other"]);
}
