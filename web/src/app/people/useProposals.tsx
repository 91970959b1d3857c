// People proposed under a field that also takes other things, such as addresses.
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PersonHit } from "@/api/directory";
import { Avatar, showToast } from "@/ui";
import { useSay } from "../say";
import { faceOf } from "./faces";
import { cardQuery } from "./server";
import { useFind } from "./useFind";

export interface Proposals {
  /** Attributes of the field, so that screen readers follow the list. */
  field: Record<string, unknown>;
  /** True when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  list: ReactNode;
}

export interface ProposalsOptions {
  text: string;
  /** False where people are not to be found: for somebody from outside. */
  enabled: boolean;
  /** The address a person is written to, with their name. */
  onChoose: (name: string, address: string) => void;
}

const most = 6;

export function useProposals({ text, enabled, onChoose }: ProposalsOptions): Proposals {
  const { t } = useTranslation("people");
  const say = useSay();
  const id = useId();
  const queries = useQueryClient();
  const wanted = enabled && text.trim().length > 1 && !text.includes("@");
  const found = useFind(wanted ? text : "", "person", most);
  const people = wanted ? found.hits.filter((hit): hit is PersonHit => hit.kind === "person") : [];
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const open = people.length > 0 && dismissed !== text;
  const active = Math.min(at, people.length - 1);

  const choose = async (person: PersonHit | undefined) => {
    if (!person) return;
    setDismissed(text);
    setAt(0);
    try {
      const [address] = (await queries.fetchQuery(cardQuery(person.id))).addresses ?? [];
      if (address) onChoose(person.name, address);
      else showToast({ text: t("noAddress", { name: person.name }) });
    } catch (error) {
      showToast({ text: say(error) });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return false;
    if (event.key === "ArrowDown") setAt((active + 1) % people.length);
    else if (event.key === "ArrowUp") setAt((active + people.length - 1) % people.length);
    else if (event.key === "Escape") setDismissed(text);
    else if (event.key === "Enter") void choose(people[active]);
    else return false;
    event.preventDefault();
    return true;
  };

  return {
    field: enabled ? { role: "combobox", "aria-autocomplete": "list", "aria-expanded": open, "aria-controls": open ? id : undefined, "aria-activedescendant": open ? `${id}-${active}` : undefined } : {},
    onKeyDown,
    list: open && (
      <div className="proposals">
        <div id={id} role="listbox" aria-label={t("found")} className="float menu">
          {people.map((person, rank) => (
            // The keyboard chooses from the field; here is the mouse, which must not take the focus away.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div key={person.id} id={`${id}-${rank}`} role="option" tabIndex={-1} aria-selected={rank === active} onMouseDown={(event) => event.preventDefault()} onClick={() => void choose(person)}>
              <Avatar {...faceOf(person)} size="s" presence={undefined} />
              <span className="grow">
                {person.name}
                <small>{[person.title, person.organisation?.acronym ?? person.organisation?.name].filter(Boolean).join(" · ")}</small>
              </span>
            </div>
          ))}
        </div>
      </div>
    ),
  };
}
