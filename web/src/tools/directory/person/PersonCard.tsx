// Somebody: who they are, how to reach them, whether they are there, and where they stand.

import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { PersonCard as Card } from "@/api/directory";
import { useDialog, usePageTitle } from "@/app";
import { faceOf } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Button } from "@/ui";

import { AbsenceNotice } from "./AbsenceNotice";
import { Facts } from "./Facts";
import { InTheChart } from "./InTheChart";
import { PathLine } from "../parts/PathLine";
import { PersonDeeds } from "./PersonDeeds";
import { Protection } from "./Protection";
import { SuggestDialog } from "./SuggestDialog";
import { EditPersonDialog } from "./EditPersonDialog";

export function PersonCard({ person }: { person: Card }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const suggesting = useDialog("suggest");
  const editing = useDialog("edit-person");
  usePageTitle(person.name);

  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll d-card" tabIndex={0} role="region" aria-label={t("person.cardOf", { name: person.name })}>
      <header className="d-who">
        <Avatar {...faceOf(person)} size="xl" />
        <div className="grow">
          <h1 className="title-1 d-name">{person.name}</h1>
          {person.title && <p className="reading">{person.title}</p>}
          <p className="meta inline wrap d-where">
            {person.population === "external" ? (
              <Badge kind="external">{t("external")}</Badge>
            ) : (
              <Badge kind="ok" icon={BadgeCheck}>
                {t(`population.${person.population}`)}
              </Badge>
            )}
            {person.presence && <span>{t(`presence.${person.presence}`)}</span>}
            <PathLine path={person.path.slice(-2)} last={person.unit ?? undefined} />
          </p>
        </div>
      </header>
      <PersonDeeds person={person} onSuggest={() => suggesting.show()} onEdit={() => editing.show()} />
      {person.absence && <AbsenceNotice absence={person.absence} />}
      <div className="d-two">
        <div>
          <Facts person={person} />
          {person.may_edit && !person.mine && <Protection person={person} />}
          <p className="tiny d-fresh">
            {person.updated_at && t("person.fresh", { day: format.day(person.updated_at) })}{" "}
            {person.may_correct && !person.mine && (
              <Button kind="plain" size="s" onPress={() => suggesting.show()}>
                {t("suggest.deed")}
              </Button>
            )}
          </p>
        </div>
        <InTheChart person={person} />
      </div>
      {suggesting.open && <SuggestDialog person={person} onClose={suggesting.close} />}
      {editing.open && person.may_edit && <EditPersonDialog person={person} onClose={editing.close} />}
    </div>
  );
}
