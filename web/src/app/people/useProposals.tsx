// People, and teams where they are wanted, proposed under a field that also takes other things, such as addresses.
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Users } from "lucide-react";
import type { Hit, PersonHit } from "@/api/directory";
import { Avatar, Icon, showToast } from "@/ui";
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
  /** A team or group, where one can be written to. */
  onChooseTeam?: (team: ProposedTeam) => void;
}

interface ProposedTeam {
  readonly id: string;
  readonly name: string;
  readonly members: number;
}

type TeamHit = Extract<Hit, { kind: "group" }>;

const most = 6;
const mostTeams = 3;

export function useProposals({ text, enabled, onChoose, onChooseTeam }: ProposalsOptions): Proposals {
  const { t } = useTranslation("people");
  const say = useSay();
  const id = useId();
  const queries = useQueryClient();
  const wanted = enabled && text.trim().length > 1 && !text.includes("@");
  const found = useFind(wanted ? text : "", onChooseTeam ? null : "person", onChooseTeam ? 2 * most : most);
  const hits = wanted ? found.hits : [];
  const people = hits.filter((hit): hit is PersonHit => hit.kind === "person").slice(0, most);
  const teams = onChooseTeam ? hits.filter((hit): hit is TeamHit => hit.kind === "group").slice(0, mostTeams) : [];
  const proposed: readonly (PersonHit | TeamHit)[] = [...people, ...teams];
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const open = proposed.length > 0 && dismissed !== text;
  const active = Math.min(at, proposed.length - 1);

  const choose = async (chosen: PersonHit | TeamHit | undefined) => {
    if (!chosen) return;
    setDismissed(text);
    setAt(0);
    if (chosen.kind === "group") return onChooseTeam?.(chosen);
    await choosePerson(chosen);
  };
  const choosePerson = async (person: PersonHit) => {
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
    if (event.key === "ArrowDown") setAt((active + 1) % proposed.length);
    else if (event.key === "ArrowUp") setAt((active + proposed.length - 1) % proposed.length);
    else if (event.key === "Escape") setDismissed(text);
    else if (event.key === "Enter") void choose(proposed[active]);
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
          {proposed.map((one, rank) => (
            // The keyboard chooses from the field; here is the mouse, which must not take the focus away.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div key={one.id} id={`${id}-${rank}`} role="option" tabIndex={-1} aria-selected={rank === active} onMouseDown={(event) => event.preventDefault()} onClick={() => void choose(one)}>
              {one.kind === "group" ? <Icon of={Users} /> : <Avatar {...faceOf(one)} size="s" presence={undefined} />}
              <span className="grow">
                {one.name}
                <small>{one.kind === "group" ? t("team", { count: one.members }) : [one.title, one.organisation?.acronym ?? one.organisation?.name].filter(Boolean).join(" · ")}</small>
              </span>
            </div>
          ))}
        </div>
      </div>
    ),
  };
}
