// What somebody does, where, and how they are reached. What they hide from the reader is not there.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Badge, Link } from "@/ui";

import { usePlaces } from "../parts/places";
import { digits } from "../model/vcard";

export function Facts({ person }: { person: PersonCard }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const places = usePlaces();
  const { place } = person;
  const where = [place?.office, place?.site].filter(Boolean).join(" · ");

  return (
    <>
      <h2 className="group d-part">{t("person.does")}</h2>
      <dl className="facts">
        {person.about && <Fact name={t("facts.about")}>{person.about}</Fact>}
        {person.functions.length > 0 && (
          <Fact name={t("facts.functions")}>
            <ul>
              {person.functions.map(({ id, title, organisation }) => (
                <li key={id}>
                  {title}
                  {organisation && (
                    <>
                      , <Link href={places.organisation(organisation.id)}>{organisation.acronym ?? organisation.name}</Link>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {(person.skills ?? []).length > 0 && (
          <Fact name={t("facts.skills")}>
            <ul className="inline wrap g1">
              {person.skills?.map((skill) => (
                <li key={skill}>
                  <Badge>{skill}</Badge>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {(person.languages ?? []).length > 0 && <Fact name={t("facts.languages")}>{format.list((person.languages ?? []).map((language) => nameOfLanguage(language, format.language)))}</Fact>}
        {where && <Fact name={t("facts.office")}>{where}</Fact>}
        {place?.address && (
          <Fact name={t("facts.address")}>
            <span className="d-lines">{place.address}</span>
          </Fact>
        )}
        {(person.telephones ?? []).map(({ kind, number }) => (
          <Fact key={number} name={t(`telephones.${kind}`)}>
            <Link href={`tel:${digits(number)}`} className="num">
              {number}
            </Link>
          </Fact>
        ))}
        {(person.addresses ?? []).map((address) => (
          <Fact key={address} name={t("facts.mail")}>
            <Link href={`mailto:${address}`} className="d-mail">
              {/* Where it must break, at the sign that everybody knows. */}
              {address.split("@")[0]}
              <wbr />@{address.split("@")[1]}
            </Link>
          </Fact>
        ))}
        {person.replaces.length > 0 && (
          <Fact name={t("facts.replaces")}>
            <ul>
              {person.replaces.map(({ id, name, until }) => (
                <li key={id}>
                  <Link href={places.person(id)}>{name}</Link>, {t("absence.untilDay", { day: format.shortDay(until) })}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {(person.groups ?? []).length > 0 && (
          <Fact name={t("facts.groups")}>
            <ul>
              {person.groups?.map(({ id, name }) => (
                <li key={id}>
                  <Link href={places.group(id)}>{name}</Link>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function nameOfLanguage(code: string, locale: string): string {
  // Written by hand or imported: a code has a name, a name is already one.
  if (!/^[a-z]{2,3}$/u.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code;
}
