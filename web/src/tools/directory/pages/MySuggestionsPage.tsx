// Corrections that one proposed, and what came of each.

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, MessageSquareDiff } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Suggestion } from "@/api/directory";
import { TroubleState, usePageTitle } from "@/app";
import { faceOf } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, ButtonLink, EmptyState, Icon, Link, Rows, SkeletonRows } from "@/ui";

import { suggestionsQuery } from "../queries";
import "../directory.css";

export default function MySuggestionsPage() {
  const { t } = useTranslation("directory");
  const suggestions = useQuery(suggestionsQuery);
  const mine = suggestions.data?.mine;
  usePageTitle(t("places.mine"));
  return (
    <>
      <header className="head d-keep-head">
        <ButtonLink kind="plain" className="only" href="/directory" aria-label={t("toDirectory")}>
          <Icon of={ArrowLeft} />
        </ButtonLink>
        <h1 className="title-2 cut">{t("places.mine")}</h1>
      </header>
      {/* A scrolling region takes the focus, so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="body d-keep-page" tabIndex={0} role="region" aria-label={t("places.mine")}>
        {suggestions.isPending && <SkeletonRows rows={4} />}
        {suggestions.error && <TroubleState error={suggestions.error} onRetry={() => void suggestions.refetch()} />}
        {mine?.length === 0 && (
          <EmptyState icon={MessageSquareDiff} title={t("mine.none")}>
            {t("mine.noneText")}
          </EmptyState>
        )}
        {mine && mine.length > 0 && (
          <Rows flush label={t("places.mine")} className="d-rows d-suggestions">
            {mine.map((one) => (
              <MyRow key={one.id} suggestion={one} />
            ))}
          </Rows>
        )}
      </div>
    </>
  );
}

function MyRow({ suggestion: { person, field, value, comment, at, accepted, decided_at: decided } }: { suggestion: Suggestion }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
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
        <p className="meta">{[t("mine.sent", { when: format.when(at) }), decided && t("mine.decided", { when: format.when(decided) })].filter(Boolean).join(" · ")}</p>
      </div>
      <div className="row-end">
        {accepted === true && <Badge kind="ok">{t("mine.accepted")}</Badge>}
        {accepted === false && <Badge>{t("mine.left")}</Badge>}
        {accepted !== true && accepted !== false && <Badge kind="warn">{t("mine.waiting")}</Badge>}
      </div>
    </li>
  );
}
