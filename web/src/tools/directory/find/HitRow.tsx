// One answer: who or what, where, and whether they are away.

import { Briefcase, Building2, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Hit } from "@/api/directory";
import { faceOf } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Icon, Link } from "@/ui";

import { byNumber } from "../model/reason";
import { Highlight } from "../parts/Highlight";
import { usePlaces } from "../parts/places";

export function HitRow({ hit, typed, current }: { hit: Hit; typed: string; current: boolean }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const places = usePlaces(typed);
  const row = (href: string, lead: ReactNode, name: string, beside: ReactNode, detail: string, more?: string | null) => (
    <Link bare href={href} className="d-hit" aria-current={current ? "true" : undefined}>
      {lead}
      <span className="grow">
        <b>
          <Highlight text={name} typed={typed} />
          {beside}
        </b>
        {detail && (
          <small>
            <Highlight text={detail} typed={typed} />
          </small>
        )}
        {more && <small>{more}</small>}
        {(hit.kind === "person" || hit.kind === "organisation") && byNumber(typed, [name, detail]) && <small>{t("find.byNumber")}</small>}
      </span>
    </Link>
  );

  switch (hit.kind) {
    case "person": {
      const { absence } = hit;
      const where = hit.organisation?.acronym ?? hit.organisation?.name;
      const deputy = absence?.deputy ? t("absence.deputyIs", { name: absence.deputy.name }) : null;
      return row(
        places.person(hit.id),
        <Avatar {...faceOf(hit)} />,
        hit.name,
        <>
          {hit.population === "external" && <Badge kind="external">{t("external")}</Badge>}
          {absence && <Badge kind="warn">{t("absence.until", { day: format.shortDay(absence.until) })}</Badge>}
        </>,
        [hit.title, where].filter(Boolean).join(" · "),
        deputy,
      );
    }
    case "organisation":
      return row(places.organisation(hit.id), <Sign of={Building2} />, hit.name, hit.acronym && <Badge>{hit.acronym}</Badge>, hit.path.map(({ acronym, name }) => acronym ?? name).join(" › "));
    case "function":
      return row(
        hit.holder ? places.person(hit.holder.id) : places.organisation(hit.organisation.id),
        <Sign of={Briefcase} />,
        hit.title,
        !hit.holder && <Badge kind="unknown">{t("vacant")}</Badge>,
        [hit.holder?.name, hit.organisation.acronym ?? hit.organisation.name].filter(Boolean).join(" · "),
      );
    case "group":
      return row(places.group(hit.id), <Sign of={Users} />, hit.name, null, t("groups.members", { count: hit.members }));
  }
}

function Sign({ of }: { of: typeof Users }) {
  return (
    <span className="who" data-kind="room" data-hue="6" aria-hidden="true">
      <Icon of={of} />
    </span>
  );
}
