// Beside the list: the person one opened, bones while they come, or why they do not.

import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";

import { problemOf } from "@/api/problem";
import { TroubleState, useSay } from "@/app";
import { cardQuery } from "@/app/people";
import { EmptyState, SkeletonRows } from "@/ui";

import { PersonCard } from "./PersonCard";

export function PersonPane({ id }: { id: string }) {
  const person = useQuery(cardQuery(id));
  if (person.data) return <PersonCard person={person.data} />;
  if (person.error) return problemOf(person.error).code === "directory.too_many_cards" ? <TooMany error={person.error} /> : <TroubleState level={1} error={person.error} onRetry={() => void person.refetch()} />;
  return <SkeletonRows rows={6} />;
}

/** The day's cards are used up: no fault of anybody's, and everything else still works. */
function TooMany({ error }: { error: Error }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  return (
    <EmptyState level={1} icon={Hourglass} tone="warn" title={t("tooMany.title")}>
      <p>{say(error)}</p>
      <p>{t("tooMany.text")}</p>
    </EmptyState>
  );
}
