// One proposed correction: whose card, and what it would say.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Suggestion } from "@/api/directory";
import { faceOf } from "@/app/people";
import { Avatar, Link } from "@/ui";

export interface CorrectionRowProps {
  suggestion: Suggestion;
  /** Who and when. */
  meta: string;
  end: ReactNode;
  /** What went wrong, below. */
  children?: ReactNode;
}

export function CorrectionRow({ suggestion: { person, field, value, comment }, meta, end, children }: CorrectionRowProps) {
  const { t } = useTranslation("directory");
  const name = person?.name ?? t("suggestions.someone");
  return (
    <li className="row d-suggestion">
      {person ? <Avatar {...faceOf(person)} /> : <Avatar name={name} kind="unknown" />}
      <div className="grow">
        <b>{person ? <Link href={`/directory/people/${person.id}`}>{name}</Link> : name}</b>
        <p>
          {t(`corrections.${field}`, { defaultValue: field })}
          {t("colon")} <ins>{value}</ins>
        </p>
        {comment && <p className="soft">«&nbsp;{comment}&nbsp;»</p>}
        <p className="meta">{meta}</p>
        {children}
      </div>
      <div className="row-end">{end}</div>
    </li>
  );
}
