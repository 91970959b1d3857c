// What the annuaire asks the server. Keys begin with [tool, kind], so that live facts find them.

import { queryOptions } from "@tanstack/react-query";

import { ask } from "@/api/ask";
import type { Alert, Group, GroupRow, Import, OrganisationCard, Suggestion } from "@/api/directory";
import type { Organisation } from "@/api/types";

export const organisationsQuery = queryOptions({
  queryKey: ["directory", "organisation", "all"],
  queryFn: () => ask.GET<{ organisations: Organisation[] }>("/api/directory/organisations"),
  staleTime: 5 * 60_000,
});

export function organisationQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "organisation", id],
    queryFn: () => ask.GET<OrganisationCard>("/api/directory/organisations/{id}", { params: { path: { id } } }),
  });
}

export const groupsQuery = queryOptions({
  queryKey: ["directory", "group", "mine"],
  queryFn: () => ask.GET<{ groups: GroupRow[] }>("/api/directory/groups"),
});

export function groupQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "group", id],
    queryFn: () => ask.GET<Group>("/api/directory/groups/{id}", { params: { path: { id } } }),
  });
}

export const suggestionsQuery = queryOptions({
  queryKey: ["directory", "suggestion"],
  queryFn: () => ask.GET<{ suggestions: Suggestion[] }>("/api/directory/suggestions"),
});

export const importsQuery = queryOptions({
  queryKey: ["directory", "import", "all"],
  queryFn: () => ask.GET<{ imports: Import[] }>("/api/directory/imports"),
});

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "import", id],
    queryFn: () => ask.GET<Import>("/api/directory/imports/{id}", { params: { path: { id } } }),
  });
}

export const alertsQuery = queryOptions({
  queryKey: ["directory", "alert"],
  queryFn: () => ask.GET<{ alerts: Alert[] }>("/api/directory/alerts"),
});
