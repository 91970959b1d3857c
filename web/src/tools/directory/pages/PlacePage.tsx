// The annuaire: finding on one side, and beside it the person, the organisation or the chart one looks at.

import { useLocation } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useMe } from "@/app";
import { ButtonLink, Icon } from "@/ui";

import { ChartPane } from "../chart/ChartPane";
import { FindPane } from "../find/FindPane";
import { OrganisationPane } from "../organisation/OrganisationPane";
import { AgentsOnly } from "../parts/AgentsOnly";
import { usePlaces } from "../parts/places";
import { PersonPane } from "../person/PersonPane";
import "../directory.css";

export default function PlacePage() {
  const { t } = useTranslation("directory");
  const me = useMe();
  const places = usePlaces();
  // Both from one reading of the address: a person's id is never asked for as an organisation's, not even on the way.
  const pathname = useLocation({ select: (location) => location.pathname });
  const [, , kind, id] = pathname.split("/");
  const opened = kind !== undefined;

  if (!me.agent) return <AgentsOnly />;
  return (
    <>
      {opened && (
        <header className="head phone d-back">
          <ButtonLink kind="plain" className="only" href={places.list} aria-label={t("back")}>
            <Icon of={ArrowLeft} />
          </ButtonLink>
          <p className="title-3 cut">{t("name")}</p>
        </header>
      )}
      <div className="columns d-columns">
        <section className={`column d-list ${opened ? "desk" : ""}`} aria-label={t("find.name")}>
          <FindPane opened={opened} current={id} />
        </section>
        <section className={`column ${opened ? "" : "desk"}`} aria-label={t("opened")}>
          {kind === "people" && id && <PersonPane key={id} id={id} />}
          {kind === "organisations" && id && <OrganisationPane key={id} id={id} />}
          {(kind === "chart" || !opened) && <ChartPane alone={opened} />}
        </section>
      </div>
    </>
  );
}
