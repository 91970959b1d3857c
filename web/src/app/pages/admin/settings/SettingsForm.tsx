// What the house knows of a thing, to write or to change: parts of fields, what is wrong with them, and the two buttons.
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink, Notice } from "@/ui";
import { Refused } from "../../../Refused";

/** What a page gives its form. */
export interface KeptForm<Draft> {
  draft: Draft;
  isNew?: boolean;
  busy: boolean;
  error: unknown;
  onSave: (draft: Draft) => void;
}

interface Check {
  /** Says from now on what is wrong; true when nothing is. */
  passes: () => boolean;
  /** Something is wrong, and is said. */
  failed: boolean;
}

/** A draft and its faults, each said under its field once one has tried to save. */
export function useDraft<Draft, Name extends string>(given: Draft, faultsOf: (draft: Draft) => Record<Name, string | null>) {
  const [draft, setDraft] = useState(given);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft);
  const wrong = Object.values(faults).some((fault) => fault !== null);
  const check: Check = {
    passes: () => {
      setTried(true);
      return !wrong;
    },
    failed: tried && wrong,
  };
  return { draft, set: (part: Partial<Draft>) => setDraft({ ...draft, ...part }), said: (name: Name) => (tried ? faults[name] : null), check };
}

interface SettingsFormProps {
  children: ReactNode;
  check: Check;
  deed: string;
  /** Where the others are. */
  listHref: string;
  busy: boolean;
  error: unknown;
  onSave: () => void;
}

export function SettingsForm({ children, check, deed, listHref, busy, error, onSave }: SettingsFormProps) {
  const { t } = useTranslation("connections");

  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (check.passes()) onSave();
    else focusFirstFault(event.currentTarget);
  }

  return (
    <form onSubmit={go} noValidate>
      {children}
      <Refused by={error} />
      {check.failed && <Notice kind="danger" alert>{t("faults")}</Notice>}
      <div className="deeds">
        <Button type="submit" kind="main" busy={busy}>
          {deed}
        </Button>
        <ButtonLink kind="plain" href={listHref}>
          {t("backToList")}
        </ButtonLink>
      </div>
    </form>
  );
}

/** Some fields that belong together, under their name. */
export function SettingsPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="part">
      <legend className="title-3">{title}</legend>
      {children}
    </fieldset>
  );
}

/** Leads to the first field that must be mended, once it says so. */
function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
