// To whom, about what, until when and in which language.

import { CalendarClock, ChevronDown, Languages } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NewParcel, TransferLimits } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, Calendar, Icon, Menu, Popover, TextArea, TextField } from "@/ui";

import { dayAfter } from "../model/days";
import { RecipientsField } from "./RecipientsField";
import type { Recipients } from "./useRecipients";
import type { Teams } from "./useTeams";

export interface Details {
  title: string;
  message: string;
  ends_on: string;
  language: "fr" | "en";
}

export interface DetailsPaneProps {
  details: Details;
  recipients: Recipients;
  teams: Teams;
  limits: TransferLimits;
  agent: boolean;
  locked: boolean;
  recipientsError: string | null;
  onChange(changes: Partial<Details> & NewParcel): void;
}

export function DetailsPane({ details, recipients, teams, limits, agent, locked, recipientsError, onChange }: DetailsPaneProps) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const id = useId();
  const [choosingDay, setChoosingDay] = useState(false);
  const last = dayAfter(new Date(), limits.max_days);

  return (
    <form className="t-details" aria-label={t("details.name")} onSubmit={(event) => event.preventDefault()}>
      <RecipientsField recipients={recipients} teams={teams} max={limits.max_recipients} agent={agent} locked={locked} error={recipientsError} />
      <TextField label={t("details.title")} maxLength={200} value={details.title} isDisabled={locked} onChange={(title) => onChange({ title })} />
      <TextArea label={t("details.message")} optional maxLength={10_000} rows={4} value={details.message} isDisabled={locked} onChange={(message) => onChange({ message })} />
      <div className="t-options" role="group" aria-label={t("details.options")}>
        <div className="t-option">
          <Icon of={CalendarClock} />
          <span className="grow" id={`${id}-until`}>
            {t("details.until")}
          </span>
          <Popover
            label={t("details.untilLong")}
            placement="bottom end"
            open={choosingDay}
            onOpenChange={setChoosingDay}
            trigger={
              <Button size="s" iconAfter={ChevronDown} isDisabled={locked} id={`${id}-day`} aria-labelledby={`${id}-until ${id}-day`}>
                {format.shortDay(details.ends_on)} {details.ends_on.slice(0, 4)}
              </Button>
            }
          >
            <Calendar
              label={t("details.untilLong")}
              value={details.ends_on}
              min={dayAfter(new Date(), 0)}
              max={last}
              note={t("details.untilMax", { count: limits.max_days, day: format.day(last) })}
              onChange={(ends_on) => {
                onChange({ ends_on });
                setChoosingDay(false);
              }}
            />
          </Popover>
        </div>
        <div className="t-option">
          <Icon of={Languages} />
          <span className="grow" id={`${id}-language`}>
            {t("details.language")}
          </span>
          <Menu
            label={t("details.language")}
            groups={[
              {
                id: "languages",
                choice: true,
                deeds: (["fr", "en"] as const).map((id) => ({ id, name: t(`languages.${id}`), chosen: id === details.language, onDo: () => onChange({ language: id }) })),
              },
            ]}
          >
            <Button size="s" iconAfter={ChevronDown} isDisabled={locked} id={`${id}-chosen`} aria-labelledby={`${id}-language ${id}-chosen`}>
              {t(`languages.${details.language}`)}
            </Button>
          </Menu>
        </div>
      </div>
    </form>
  );
}
