// The rows of a box, page after page.

import { useInfiniteQuery } from "@tanstack/react-query";

import type { ParcelCounts, ParcelRow } from "@/api/types";

import { useDiscarded } from "../compose/discard";
import { type Box, boxQuery } from "../queries";

export interface Rows {
  parcels: readonly ParcelRow[];
  counts: ParcelCounts | null;
  loading: boolean;
  error: Error | null;
  more: (() => void) | null;
  loadingMore: boolean;
  again(): void;
}

export function useRows(box: Box): Rows {
  const query = useInfiniteQuery(boxQuery(box));
  const discarded = useDiscarded();
  return {
    parcels: (query.data?.pages.flatMap((page) => page.parcels) ?? []).filter(({ id }) => !discarded.has(id)),
    counts: query.data?.pages.at(-1)?.counts ?? null,
    loading: query.isPending,
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    loadingMore: query.isFetchingNextPage,
    again: () => void query.refetch(),
  };
}
