// Files that were not added, and why: nothing disappears in silence.

import { X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { TransferLimits } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { IconButton, Notice } from "@/ui";

import type { Refused } from "../upload";

const SHOWN = 5;

export function RefusedNotice({ refused, limits, onClose }: { refused: readonly Refused[]; limits: TransferLimits; onClose(): void }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  if (refused.length === 0) return null;
  const words = { file: format.size(limits.max_file_bytes), parcel: format.size(limits.max_parcel_bytes), count: limits.max_files };
  return (
    <Notice kind="warn" alert end={<IconButton size="s" icon={X} label={t("refused.close")} onPress={onClose} />}>
      <b className="medium">{t("refused.title", { count: refused.length })}</b>
      <ul className="t-refused">
        {refused.slice(0, SHOWN).map(({ path, why }) => (
          <li key={`${path} ${why}`}>{t(`refused.${why}`, { ...words, name: path })}</li>
        ))}
        {refused.length > SHOWN && <li>{t("refused.more", { count: refused.length - SHOWN })}</li>}
      </ul>
    </Notice>
  );
}
