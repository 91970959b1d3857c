// A band inside a page: what one should know now, with at most one gesture.
import { Check, CircleAlert, Info, TriangleAlert, Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import { Icon, type IconGlyph } from "./Icon";

const icons = { info: Info, ok: Check, warn: TriangleAlert, danger: CircleAlert, warm: Hourglass };

export interface NoticeProps {
  kind?: keyof typeof icons;
  icon?: IconGlyph;
  children: ReactNode;
  end?: ReactNode;
  /** Said at once when it appears; for refusals that answer a gesture. */
  alert?: boolean;
}

export function Notice({ kind = "info", icon, children, end, alert = false }: NoticeProps) {
  return (
    <div className="banner" data-kind={kind} role={alert ? "alert" : undefined}>
      <Icon of={icon ?? icons[kind]} />
      <div className="grow">{children}</div>
      {end && <div className="end">{end}</div>}
    </div>
  );
}
