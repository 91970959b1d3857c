// What the annuaire asks the server. Keys begin with [tool, kind], so that live facts find them.

import { queryOptions } from "@tanstack/react-query";

import { api, take } from "@/api/client";

export const organisationsQuery = queryOptions({
  queryKey: ["directory", "organisation", "all"],
  queryFn: () => take(api.GET("/api/directory/organisations")),
  staleTime: 5 * 60_000,
});

export function organisationQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "organisation", id],
    queryFn: () => take(api.GET("/api/directory/organisations/{id}", { params: { path: { id } } })),
  });
}

export const groupsQuery = queryOptions({
  queryKey: ["directory", "group", "mine"],
  queryFn: () => take(api.GET("/api/directory/groups")),
});

export function groupQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "group", id],
    queryFn: () => take(api.GET("/api/directory/groups/{id}", { params: { path: { id } } })),
  });
}

export const suggestionsQuery = queryOptions({
  queryKey: ["directory", "suggestion"],
  queryFn: () => take(api.GET("/api/directory/suggestions")),
});

export const importsQuery = queryOptions({
  queryKey: ["directory", "import", "all"],
  queryFn: () => take(api.GET("/api/directory/imports")),
});

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "import", id],
    queryFn: () => take(api.GET("/api/directory/imports/{id}", { params: { path: { id } } })),
    // A large file is read in the background.
    refetchInterval: ({ state }) => (state.data?.state === "checking" ? 1_500 : false),
  });
}

export const alertsQuery = queryOptions({
  queryKey: ["directory", "alert"],
  queryFn: () => take(api.GET("/api/directory/alerts")),
});
