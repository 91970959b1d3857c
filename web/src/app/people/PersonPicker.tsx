// One person of the annuaire, found while typing.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonHit } from "@/api/directory";
import { Avatar, SearchBox } from "@/ui";
import { faceOf } from "./faces";
import { useFind } from "./useFind";

export interface PersonPickerProps {
  label: string;
  help?: string;
  optional?: boolean;
  error?: string | null;
  /** People who cannot be chosen: those who are there already. */
  without?: readonly string[];
  autoFocus?: boolean;
  onChoose: (person: PersonHit) => void;
}

export function PersonPicker({ label, help, optional, error, without, autoFocus, onChoose }: PersonPickerProps) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  const found = useFind(text, "person", 8);
  const people = found.hits.flatMap((hit) => (hit.kind === "person" && !without?.includes(hit.id) ? [hit] : []));

  return (
    <SearchBox
      label={label}
      help={help}
      optional={optional}
      error={error}
      autoFocus={autoFocus}
      placeholder={t("placeholder")}
      text={text}
      onText={setText}
      nothing={text.trim() !== "" && found.settled ? t("nobody") : null}
      choices={people.map((person) => ({
        id: person.id,
        name: person.name,
        detail: [person.title, person.organisation?.acronym ?? person.organisation?.name].filter(Boolean).join(" · "),
        lead: <Avatar {...faceOf(person)} size="s" />,
      }))}
      onChoose={(id) => {
        const person = people.find((one) => one.id === id);
        if (!person) return;
        setText("");
        onChoose(person);
      }}
    />
  );
}
