// Nothing yet, or trouble: one sentence, and the first gesture.
import type { ReactNode } from "react";
import { Icon, type IconGlyph } from "./Icon";
import { ToolMark } from "./ToolMark";

export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** The mark of the tool, or an icon for trouble. */
  tool?: string;
  icon?: IconGlyph;
  tone?: "danger" | "warn" | "soft";
  deeds?: ReactNode;
  /** A code for the support, last and small. */
  code?: string;
  level?: 1 | 2 | 3;
}

export function EmptyState({ title, children, tool, icon, tone = "soft", deeds, code, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="empty">
      {tool && <ToolMark tool={tool} size="l" />}
      {icon && (
        <span className={tone}>
          <Icon of={icon} size="l" />
        </span>
      )}
      <Heading className={level === 1 ? "title-2" : "title-3"}>{title}</Heading>
      {children && <div className="soft">{children}</div>}
      {deeds && <div className="deeds">{deeds}</div>}
      {code && <p className="tiny">{code}</p>}
    </div>
  );
}
