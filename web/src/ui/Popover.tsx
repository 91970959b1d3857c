// A small pane that hangs from a button: an explanation, a card, a short form.
import type { ReactNode } from "react";
import { DialogTrigger, Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from "react-aria-components";

export interface PopoverProps {
  label: string;
  /** The Button or IconButton that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  placement?: AriaPopoverProps["placement"];
  /** Held by the caller when something inside closes it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Popover({ label, trigger, children, placement = "bottom start", open, onOpenChange }: PopoverProps) {
  return (
    <DialogTrigger isOpen={open} onOpenChange={onOpenChange}>
      {trigger}
      {/* Without a Dialog inside, the pane is itself the dialog: its hidden way out then belongs to it too. */}
      <AriaPopover className="float popover" placement={placement} offset={6} aria-label={label}>
        {children}
      </AriaPopover>
    </DialogTrigger>
  );
}
