// Who works there: the head first, then everybody, a page at a time.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { Button, Rows } from "@/ui";

import { PersonRow } from "../parts/PersonRow";

export function PeopleList({ organisation }: { organisation: OrganisationCard }) {
  const { t } = useTranslation("directory");
  const { head } = organisation;
  const more = useInfiniteQuery({
    queryKey: ["directory", "organisation", organisation.id, "people"],
    queryFn: ({ pageParam }) =>
      take(api.GET("/api/directory/organisations/{id}", { params: { path: { id: organisation.id }, query: { people_after: pageParam } } })),
    initialPageParam: organisation.people_next ?? "",
    getNextPageParam: (page) => page.people_next ?? null,
    enabled: false,
  });
  const everyone = [...organisation.people, ...(more.data?.pages.flatMap(({ people }) => people) ?? [])];
  const others = everyone.filter(({ id }) => id !== head?.id);
  const left = more.data ? more.hasNextPage : Boolean(organisation.people_next);
  if (!head && organisation.people_total === 0) return null;

  return (
    <section aria-labelledby="people-here">
      <h2 className="group d-part" id="people-here">
        {t("organisation.people")} <span className="end num">{t(organisation.children.length > 0 ? "organisation.peopleBelow" : "organisation.peopleCount", { count: organisation.people_total })}</span>
      </h2>
      <Rows flush className="d-rows">
        {head && <PersonRow person={head} detail={[t("organisation.head"), head.title].filter(Boolean).join(" · ")} />}
        {others.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </Rows>
      {left && (
        <Button size="s" busy={more.isFetching} onPress={() => void more.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}
