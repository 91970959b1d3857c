// A part of the State: what it is for, who leads it, its functions, its people, its parts.

import { useTranslation } from "react-i18next";

import type { OrganisationCard as Card } from "@/api/directory";
import { useDialog, usePageTitle } from "@/app";
import { useFormat } from "@/i18n/format";
import { Badge, Notice } from "@/ui";

import { PathLine } from "../parts/PathLine";
import { ContactFacts } from "./ContactFacts";
import { Correspondents } from "./Correspondents";
import { Domains } from "./Domains";
import { FunctionList } from "./FunctionList";
import { OrganisationDeeds } from "./OrganisationDeeds";
import { OrganisationDialogs } from "./OrganisationDialogs";
import { PartList } from "./PartList";
import { PeopleList } from "./PeopleList";

export function OrganisationCard({ organisation }: { organisation: Card }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const dialog = useDialog("organisation");
  const above = organisation.path.filter(({ id }) => id !== organisation.id);
  usePageTitle(organisation.name);

  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll d-card" tabIndex={0} role="region" aria-label={t("organisation.cardOf", { name: organisation.name })}>
      <header className="d-org">
        {above.length > 0 && (
          <p className="meta">
            <PathLine path={above} />
          </p>
        )}
        <h1 className="title-1 d-name">
          {organisation.name} {organisation.acronym && <Badge>{organisation.acronym}</Badge>}
        </h1>
        {organisation.missions && <p className="reading d-missions">{organisation.missions}</p>}
      </header>
      {organisation.until && (
        <div className="d-away">
          <Notice kind="warn">{t("organisation.ends", { day: format.day(organisation.until) })}</Notice>
        </div>
      )}
      {organisation.may_edit && <OrganisationDeeds onOpen={(about) => dialog.show(about)} />}
      <div className="d-two">
        <div>
          <PeopleList organisation={organisation} />
          <FunctionList organisation={organisation} onOpen={(about) => dialog.show(about)} />
        </div>
        <div>
          <PartList organisation={organisation} />
          <ContactFacts organisation={organisation} />
          {organisation.domains && <Domains domains={organisation.domains} onEdit={() => dialog.show("domains")} />}
          <Correspondents organisation={organisation} onAdd={() => dialog.show("correspondent")} />
        </div>
      </div>
      {dialog.open && (organisation.may_edit || organisation.may_name) && <OrganisationDialogs about={dialog.about ?? ""} organisation={organisation} onClose={dialog.close} />}
    </div>
  );
}
