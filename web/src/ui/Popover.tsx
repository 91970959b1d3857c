// A small pane that hangs from a button: an explanation, a card, a short form.
import type { ReactNode } from "react";
import { DialogTrigger, Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from "react-aria-components";

export interface PopoverProps {
  label: string;
  /** The Button or IconButton that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  placement?: AriaPopoverProps["placement"];
}

export function Popover({ label, trigger, children, placement = "bottom start" }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      {/* Without a Dialog inside, the pane is itself the dialog: its hidden way out then belongs to it too. */}
      <AriaPopover className="float popover" placement={placement} offset={6} aria-label={label}>
        {children}
      </AriaPopover>
    </DialogTrigger>
  );
}
