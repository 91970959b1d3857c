// Who receives: one field that takes addresses however they come, and says who is from outside before anything leaves.

import { type KeyboardEvent, type ClipboardEvent, useId, useRef, useState } from "react";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useProposals } from "@/app/people";
import { Avatar, Chip, ErrorLine, Icon } from "@/ui";

import { nameOf } from "../model/people";
import type { Addressee, Recipients } from "./useRecipients";
import { useReason } from "./useReason";
import type { Team, Teams } from "./useTeams";

export interface RecipientsFieldProps {
  recipients: Recipients;
  /** The groups and teams that it is for, where it can be for some. */
  teams?: Teams;
  max: number;
  /** False for a member of the public, who reaches agents only. */
  agent: boolean;
  locked?: boolean;
  /** Said under the field when the parcel cannot leave without someone. */
  error?: string | null;
  autoFocus?: boolean;
}

const SEPARATORS = new Set([",", ";", "Enter"]);

export function RecipientsField({ recipients, teams, max, agent, locked = false, error, autoFocus }: RecipientsFieldProps) {
  const { t } = useTranslation("transfer");
  const { people } = recipients;
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // Where teams can be written to, by somebody who finds people.
  const finds = agent && teams !== undefined;
  const troubled = people.filter(({ is }) => is === "refused" || is === "not_an_address");
  const gone = teams?.list.filter(({ members }) => members === null) ?? [];
  const tooMany = people.length > max;

  const commit = (written: string) => {
    const added = recipients.add(written);
    setText("");
    if (added > 0) setSaid(t("to.added", { count: added }));
  };
  const proposals = useProposals({
    text,
    enabled: agent && !locked,
    onChoose: (name, address) => commit(`"${name.replaceAll('"', "")}" <${address}>`),
    onChooseTeam: teams && ((team) => {
      teams.add(team);
      setText("");
      setSaid(t("to.teamAdded", { name: team.name }));
    }),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (proposals.onKeyDown(event)) return;
    if (SEPARATORS.has(event.key) && text.trim() !== "") {
      event.preventDefault();
      commit(text);
    } else if (event.key === " " && text.includes("@")) {
      // A space ends an address, not a first name.
      event.preventDefault();
      commit(text);
    } else if (event.key === "Backspace" && text === "" && people.length > 0) {
      remove(people[people.length - 1]);
    } else if (event.key === "Enter") {
      event.preventDefault();
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData("text");
    if (!pasted.includes("@")) return;
    event.preventDefault();
    commit(`${text} ${pasted}`);
  };
  const removeTeam = (team: Team) => {
    teams?.remove(team.id);
    setSaid(t("to.removed", { name: team.name }));
    input.current?.focus();
  };
  const remove = (person: Addressee | undefined) => {
    if (!person || locked) return;
    recipients.remove(person.address);
    setSaid(t("to.removed", { name: nameOf(person) }));
    input.current?.focus();
  };

  return (
    <div className="field">
      <label htmlFor={id}>
        {t("to.label")} <span className="opt num">{t("to.count", { count: max, people: people.length })}</span>
      </label>
      {/* A click anywhere in the frame writes, as in any field; the keyboard reaches the input itself. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div className="input chips t-to" data-disabled={locked || undefined} data-invalid={troubled.length > 0 || error || tooMany ? true : undefined} onClick={(event) => event.target === event.currentTarget && input.current?.focus()}>
        {teams?.list.map((team) => (
          <Chip
            key={team.id}
            name={team.members === null ? team.name : t("to.team", { count: team.members, name: team.name })}
            kind={team.members === null ? "refused" : undefined}
            lead={<Icon of={Users} size="s" />}
            onRemove={locked ? undefined : () => removeTeam(team)}
          />
        ))}
        {people.map((person) => (
          <PersonChip key={person.address} person={person} onRemove={locked ? undefined : () => remove(person)} />
        ))}
        {!locked && (
          <input
            ref={input}
            id={id}
            value={text}
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={autoFocus}
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder={people.length + (teams?.list.length ?? 0) === 0 ? t(finds ? "to.placeholderAgent" : "to.placeholder") : t(finds ? "to.moreAgent" : "to.more")}
            aria-describedby={`${id}-help ${id}-errors`}
            aria-invalid={troubled.length > 0 || Boolean(error) || undefined}
            {...proposals.field}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => text.trim() !== "" && commit(text)}
          />
        )}
      </div>
      {proposals.list}
      <div id={`${id}-help`} className="help">
        {!agent && <span>{t("to.agentsOnly")} </span>}
        <WhoReads people={people} teams={(teams?.list.length ?? 0) > 0} />
      </div>
      <div id={`${id}-errors`} className="t-errors" aria-live="polite">
        {gone.map((team) => (
          <span key={team.id} className="error">
            <ErrorLine>{t("to.teamGone", { name: team.name })}</ErrorLine>
          </span>
        ))}
        {troubled.map((person) => (
          <Trouble key={person.address} person={person} />
        ))}
        {tooMany && (
          <span className="error">
            <ErrorLine>{t("to.tooMany", { count: max })}</ErrorLine>
          </span>
        )}
        {error && troubled.length === 0 && (
          <span className="error">
            <ErrorLine>{error}</ErrorLine>
          </span>
        )}
      </div>
      <span className="heard" role="status">
        {said}
      </span>
    </div>
  );
}

function PersonChip({ person, onRemove }: { person: Addressee; onRemove: (() => void) | undefined }) {
  const refused = person.is === "refused" || person.is === "not_an_address";
  const name = nameOf(person);
  const kind = person.is === "checking" ? "unknown" : person.kind;
  return (
    <Chip
      name={name}
      kind={refused ? "refused" : person.kind === "external" ? "external" : undefined}
      lead={refused ? undefined : <Avatar name={name} kind={kind} size="xs" />}
      title={person.name ? person.address : (person.organisation ?? undefined)}
      onRemove={onRemove}
    />
  );
}

/** "1 personne externe (Arpège Conseil). Les autres sont agents." */
function WhoReads({ people, teams }: { people: readonly Addressee[]; teams: boolean }) {
  const { t } = useTranslation("transfer");
  const known = people.filter(({ is }) => is === "allowed");
  const externals = known.filter(({ kind }) => kind === "external");
  if (known.length === 0) return <span>{t(teams ? "to.teamHelp" : "to.help")}</span>;
  if (externals.length === 0) return <span>{t("to.onlyAgents", { count: known.length })}</span>;
  const houses = [...new Set(externals.map(({ organisation }) => organisation).filter((name) => name !== null))];
  return (
    <span>
      <span className="warm medium">{t("to.externals", { count: externals.length })}</span>
      {houses.length > 0 && ` (${houses.slice(0, 3).join(", ")}${houses.length > 3 ? "…" : ""})`}
      {". "}
      {known.length > externals.length && t("to.othersAgents", { count: known.length - externals.length })}
    </span>
  );
}

function Trouble({ person }: { person: Addressee }) {
  const { t } = useTranslation("transfer");
  const reason = useReason();
  return (
    <span className="error">
      <ErrorLine>
        <b className="medium">{person.address}</b>
        {t("to.because")}
        {person.is === "not_an_address" ? t("to.notAnAddress") : reason(person.reason)}
      </ErrorLine>
    </span>
  );
}
