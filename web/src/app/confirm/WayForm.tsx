// What is asked, what the server answered to it, and the two buttons.
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { Refused } from "../Refused";

export interface WayFormProps {
  children: ReactNode;
  deed?: string;
  busy: boolean;
  ready?: boolean;
  error: unknown;
  onGo: () => void;
  onCancel: () => void;
}

export function WayForm({ children, deed, busy, ready = true, error, onGo, onCancel }: WayFormProps) {
  const { t } = useTranslation("confirm");
  function go(event: FormEvent) {
    event.preventDefault();
    if (ready) onGo();
  }
  return (
    <form className="flow g4" onSubmit={go} noValidate>
      {children}
      <Refused by={error} />
      <footer>
        <Button kind="plain" onPress={onCancel}>
          {t("cancel")}
        </Button>
        <Button type="submit" kind="main" busy={busy} isDisabled={!ready}>
          {deed ?? t("confirm")}
        </Button>
      </footer>
    </form>
  );
}
