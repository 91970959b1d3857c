// What this tool asks the server. Keys begin with [tool, kind], so that live facts find them.

import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";

import { api, take } from "@/api/client";
import type { Parcel } from "@/api/types";

export type Box = "sent" | "received" | "drafts" | "ended";

export const limitsQuery = queryOptions({
  queryKey: ["transfer", "limits"],
  queryFn: () => take(api.GET("/api/transfer/limits")),
  staleTime: 10 * 60_000,
});

export function boxQuery(box: Box) {
  return infiniteQueryOptions({
    queryKey: ["transfer", "parcel", "box", box],
    queryFn: ({ pageParam }) => take(api.GET("/api/transfer/parcels", { params: { query: { box, ...(pageParam ? { before: pageParam } : {}) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
  });
}

export function parcelQuery(id: string) {
  return queryOptions({
    queryKey: ["transfer", "parcel", "one", id],
    queryFn: () => take(api.GET("/api/transfer/parcels/{id}", { params: { path: { id } } })),
  });
}

export function receivedQuery(key: string) {
  return queryOptions({
    queryKey: ["transfer", "received", key],
    queryFn: () => take(api.GET("/api/transfer/received/{key}", { params: { path: { key } } })),
    staleTime: 60_000,
  });
}

/** Where a recipient's copy of a file is downloaded from. */
export function receivedFileUrl(key: string, file: string): string {
  return `/api/transfer/received/${encodeURIComponent(key)}/files/${encodeURIComponent(file)}`;
}

/** Where the sender takes back their own file. */
export function ownFileUrl(parcel: string, file: string): string {
  return `/api/transfer/parcels/${encodeURIComponent(parcel)}/files/${encodeURIComponent(file)}`;
}

/** Shows at once what an action answered, and has the lists asked again. */
export function remember(queries: QueryClient, parcel: Parcel): void {
  queries.setQueryData(parcelQuery(parcel.id).queryKey, parcel);
  void queries.invalidateQueries({ queryKey: ["transfer", "parcel", "box"] });
}
