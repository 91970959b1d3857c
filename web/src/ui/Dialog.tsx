// A window over the page, only when others are affected or something must be written. Its openness lives in the address.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { IconButton } from "./Button";
import { join } from "./join";

export interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the deed last. */
  footer?: ReactNode;
  wide?: boolean;
  /** An answer is required: neither Escape nor a click outside closes it. */
  required?: boolean;
  role?: "dialog" | "alertdialog";
}

export function Dialog({ title, open, onClose, children, footer, wide = false, required = false, role = "dialog" }: DialogProps) {
  const { t } = useTranslation("ui");
  return (
    <ModalOverlay className="veil" isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable={!required} isKeyboardDismissDisabled={required}>
      <Modal className="modal">
        <AriaDialog className={join("float dialog", wide && "wide")} role={role}>
          <header>
            <Heading slot="title" className="title-3">
              {title}
            </Heading>
            {!required && <IconButton icon={X} label={t("close")} size="s" onPress={onClose} />}
          </header>
          {children}
          {footer && <footer>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
