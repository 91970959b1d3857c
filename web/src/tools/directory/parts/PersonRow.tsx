// One person in a list: face, name, what they do, and whether they are away.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { faceOf, type Somebody } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, ListRow } from "@/ui";

import { usePlaces } from "./places";

export interface PersonRowProps {
  person: Somebody & { title?: string | null; absence?: { until: string } | null };
  detail?: string;
  end?: ReactNode;
}

export function PersonRow({ person, detail, end }: PersonRowProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const places = usePlaces();
  return (
    <ListRow
      lead={<Avatar {...faceOf(person)} />}
      title={person.name}
      beside={person.absence && <Badge kind="warn">{t("absence.until", { day: format.shortDay(person.absence.until) })}</Badge>}
      detail={detail ?? person.title ?? undefined}
      href={places.person(person.id)}
      end={end}
    />
  );
}
