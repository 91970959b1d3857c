// Where somebody stands: above them their organisations and who leads, beside them those they work with.

import { Building2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard, PersonName, PlaceName } from "@/api/directory";
import { faceOf } from "@/app/people";
import { Avatar, Icon, join, Link } from "@/ui";

import { usePlaces } from "../parts/places";

export function InTheChart({ person }: { person: PersonCard }) {
  const { t } = useTranslation("directory");
  const { manager, colleagues, deputies, path } = person;
  const beside = [...deputies.filter(({ id }) => !colleagues.some((one) => one.id === id)), ...colleagues].filter(({ id }) => id !== person.id && id !== manager?.id);
  const team = (
    <>
      <Step me person={person} />
      {beside.map((one) => (
        <Step key={one.id} person={one} />
      ))}
    </>
  );

  return (
    <section aria-labelledby="in-the-chart">
      <h2 className="group d-part" id="in-the-chart">
        {t("person.inTheChart")}
      </h2>
      <ol className="d-chart">
        <Under path={path}>{manager && manager.id !== person.id ? <Step person={manager}>{team}</Step> : team}</Under>
      </ol>
    </section>
  );
}

/** Each organisation holds the next one, and the last one the people. */
function Under({ path, children }: { path: readonly PlaceName[]; children: ReactNode }) {
  const places = usePlaces();
  const [first, ...rest] = path;
  if (!first) return children;
  return (
    <li>
      <Link bare href={places.organisation(first.id)} className="person">
        <span className="who s" data-kind="room" data-hue="6" aria-hidden="true">
          <Icon of={Building2} size="s" />
        </span>
        <span>
          <b>
            <span>{first.name}</span>
          </b>
        </span>
      </Link>
      <ol>
        <Under path={rest}>{children}</Under>
      </ol>
    </li>
  );
}

function Step({ person, me = false, children }: { person: PersonName; me?: boolean; children?: ReactNode }) {
  const places = usePlaces();
  return (
    <li className={join(me && "d-me")}>
      <Link bare href={places.person(person.id)} className="person" aria-current={me ? "true" : undefined}>
        <Avatar {...faceOf(person)} size="s" presence={undefined} />
        <span>
          <b>
            <span>{person.name}</span>
          </b>
          {person.title && <small>{person.title}</small>}
        </span>
      </Link>
      {children && <ol>{children}</ol>}
    </li>
  );
}
