// A button says the deed. One `main` button per view.
import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Icon, type IconGlyph } from "./Icon";
import { join } from "./join";
import { Tooltip } from "./Tooltip";

export interface ButtonLook {
  kind?: "main" | "line" | "plain" | "grave" | "grave-line";
  size?: "s" | "l";
  wide?: boolean;
}

export function buttonClass({ kind = "line", size, wide }: ButtonLook): string {
  return join("button", kind, size, wide && "wide");
}

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children" | "isPending" | "style">, ButtonLook {
  icon?: IconGlyph;
  iconAfter?: IconGlyph;
  /** Keeps the focus and says "busy" while the deed is being done. */
  busy?: boolean;
  className?: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind, size, wide, icon, iconAfter, busy = false, className, children, ...rest }: ButtonProps) {
  const small = size === "s" ? "s" : undefined;
  return (
    <AriaButton {...rest} {...waiting(busy)} className={join(buttonClass({ kind, size, wide }), className)}>
      {busy ? <Spin /> : icon && <Icon of={icon} size={small} />}
      {children}
      {iconAfter && <Icon of={iconAfter} size={small} />}
    </AriaButton>
  );
}

/** A busy button keeps the focus and its name, but neither presses nor submits again. */
function waiting(busy: boolean) {
  return busy ? { onPress: undefined, type: "button" as const } : {};
}

function Spin() {
  const { t } = useTranslation("ui");
  return (
    <span className="spin">
      <span className="heard">{t("busy")}</span>
    </span>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon" | "iconAfter" | "wide" | "size"> {
  icon: IconGlyph;
  /** Its name for a screen reader, shown on hover and focus. */
  label: string;
  size?: "s";
  /** Keyboard shortcut shown beside the name. */
  shortcut?: string;
}

export function IconButton({ icon, label, kind = "plain", size, busy = false, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton {...rest} {...waiting(busy)} aria-label={label} className={join(buttonClass({ kind, size }), "only", className)}>
        {busy ? <Spin /> : <Icon of={icon} />}
      </AriaButton>
    </Tooltip>
  );
}
