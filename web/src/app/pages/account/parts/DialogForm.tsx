// What is to be written in a window: the fields, what the server answered, and the two buttons.
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { Refused } from "../../../Refused";

export interface DialogFormProps {
  children: ReactNode;
  deed: string;
  busy: boolean;
  error: unknown;
  onGo: () => void;
  onClose: () => void;
}

export function DialogForm({ children, deed, busy, error, onGo, onClose }: DialogFormProps) {
  const { t } = useTranslation("account");
  function go(event: FormEvent) {
    event.preventDefault();
    onGo();
  }
  return (
    <form className="flow g4" onSubmit={go} noValidate>
      {children}
      <Refused by={error} />
      <footer>
        <Button kind="plain" onPress={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" kind="main" busy={busy}>
          {deed}
        </Button>
      </footer>
    </form>
  );
}
