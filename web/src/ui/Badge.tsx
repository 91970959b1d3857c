// Small signs: a state in a word, a number, a point, a level of sensitivity.
import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { Icon, type IconGlyph } from "./Icon";

export interface BadgeProps {
  kind?: "ok" | "warn" | "danger" | "accent" | "external" | "unknown";
  icon?: IconGlyph;
  children: ReactNode;
}

export function Badge({ kind, icon, children }: BadgeProps) {
  return (
    <span className="badge" data-kind={kind}>
      {icon && <Icon of={icon} />}
      {children}
    </span>
  );
}

export interface CountProps {
  of: number;
  fresh?: boolean;
  /** Said instead of the bare number, e.g. "3 new parcels". */
  label?: string;
}

export function Count({ of, fresh = false, label }: CountProps) {
  const shown = of > 999 ? "999+" : String(of);
  return (
    <span className={fresh ? "count new" : "count"}>
      <span aria-hidden={label ? "true" : undefined}>{shown}</span>
      {label && <span className="heard">{label}</span>}
    </span>
  );
}

/** A brass point: something here is new. */
export function Dot({ label, off = false }: { label?: string; off?: boolean }) {
  if (off) return <i className="dot off" aria-hidden="true" />;
  return label ? <i className="dot" role="img" aria-label={label} /> : <i className="dot" aria-hidden="true" />;
}

export type Sensitivity = "public" | "internal" | "sensitive" | "restricted";

/** A level of sensitivity: word, gauge, shape, then colour. `mini` keeps only the gauge, in tight lists. */
export function SensitivityLabel({ level, mini = false }: { level: Sensitivity; mini?: boolean }) {
  const { t } = useTranslation("ui");
  const word = t(`sensitivity.${level}`);
  if (mini) {
    const said = t("sensitivity.said", { level: word });
    return (
      <span className="label mini" data-level={level} role="img" aria-label={said} title={word}>
        <Bars />
      </span>
    );
  }
  return (
    <span className="label" data-level={level}>
      <Bars />
      {word}
    </span>
  );
}

function Bars() {
  return (
    <i aria-hidden="true">
      <u />
    </i>
  );
}
