// A small pane that hangs from a button: an explanation, a card, a short form.
import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from "react-aria-components";

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
      <AriaPopover className="float popover" placement={placement} offset={6}>
        <Dialog aria-label={label}>{children}</Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
