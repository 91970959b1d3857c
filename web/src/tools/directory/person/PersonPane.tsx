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
  if (person.error) return isTooMany(problemOf(person.error).code) ? <TooMany error={person.error} /> : <TroubleState level={1} error={person.error} onRetry={() => void person.refetch()} />;
  return <SkeletonRows rows={6} />;
}

function isTooMany(code: string | undefined): boolean {
  return code === "directory.too_many_cards" || code === "directory.too_many_people";
}

/** The day's cards or people are used up: no fault of anybody's, and everything else still works. */
function TooMany({ error }: { error: Error }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const people = problemOf(error).code === "directory.too_many_people";
  return (
    <EmptyState level={1} icon={Hourglass} tone="warn" title={t(people ? "tooMany.peopleTitle" : "tooMany.title")}>
      <p>{say(error)}</p>
      <p>{t(people ? "tooMany.peopleText" : "tooMany.text")}</p>
    </EmptyState>
  );
}
