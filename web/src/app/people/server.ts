// What finding people asks the server. Tools find people through here, so that a name is typed the same way everywhere.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import type { Kind } from "@/api/directory";

export function findQuery(text: string, kind: Kind | null, limit: number) {
  return queryOptions({
    queryKey: ["directory", "find", kind ?? "all", limit, text],
    queryFn: ({ signal }) => take(api.GET("/api/directory/find", { params: { query: { q: text, ...(kind ? { kind } : {}), limit } }, signal })),
    enabled: text !== "",
    // What was found stays until better is known: a list that blinks cannot be read.
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function cardQuery(id: string) {
  return queryOptions({
    queryKey: ["directory", "person", id],
    queryFn: () => take(api.GET("/api/directory/people/{id}", { params: { path: { id } } })),
  });
}

/** One's own card, with who sees what of it. */
export const profileQuery = queryOptions({
  queryKey: ["directory", "person", "me"],
  queryFn: () => take(api.GET("/api/directory/people/me")),
  staleTime: 60_000,
});
