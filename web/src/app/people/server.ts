// What finding people asks the server. Tools find people through here, so that a name is typed the same way everywhere.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ask } from "@/api/ask";
import type { Hit, Kind } from "@/api/directory";

export function findQuery(text: string, kind: Kind | null, limit: number) {
  return queryOptions({
    queryKey: ["directory", "find", kind ?? "all", limit, text],
    queryFn: ({ signal }) => ask.GET<{ hits: Hit[] }>("/api/directory/find", { params: { query: { q: text, ...(kind ? { kind } : {}), limit } }, signal }),
    enabled: text !== "",
    // What was found stays until better is known: a list that blinks cannot be read.
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
