// What a column is called in a file: the server names it as its code does.

import { useTranslation } from "react-i18next";

import type { Import } from "@/api/directory";

/** The heading as the page proposes it and the server reads it; as it came when nobody knows it. */
export function useHeading(kind: Import["kind"]): (column: string) => string {
  const { t } = useTranslation("directory");
  return (column) => t(`importColumns.${kind}.${column}`, { defaultValue: column });
}
