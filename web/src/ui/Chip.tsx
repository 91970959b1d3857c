// A chosen person or word inside a field, which can be taken out.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";

export interface ChipProps {
  name: string;
  kind?: "external" | "refused";
  /** Usually an Avatar. */
  lead?: ReactNode;
  title?: string;
  onRemove?: () => void;
}

export function Chip({ name, kind, lead, title, onRemove }: ChipProps) {
  const { t } = useTranslation("ui");
  return (
    <span className="chip" data-kind={kind} title={title}>
      {lead}
      <span className="cut">{name}</span>
      {onRemove && (
        <button type="button" aria-label={t("remove", { name })} onClick={onRemove}>
          <Icon of={X} size="s" />
        </button>
      )}
    </span>
  );
}
