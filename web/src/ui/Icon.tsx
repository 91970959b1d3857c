// A gesture is a line: lucide's drawings at the weight of our text.
import type { LucideIcon } from "lucide-react";
import { join } from "./join";

export type IconGlyph = LucideIcon;

export interface IconProps {
  of: IconGlyph;
  size?: "s" | "l";
  /** Said aloud when the icon stands alone; otherwise it is hidden from screen readers. */
  label?: string;
  className?: string;
}

export function Icon({ of: Glyph, size, label, className }: IconProps) {
  const classes = join("icon", size && `icon-${size}`, className);
  if (label) return <Glyph className={classes} role="img" aria-label={label} />;
  return <Glyph className={classes} aria-hidden="true" />;
}
