// Addresses of the annuaire's pages. What is being searched stays beside what is opened.

import { useSearch } from "@tanstack/react-router";

export interface Places {
  person: (id: string) => string;
  organisation: (id: string) => string;
  group: (id: string) => string;
  /** Back to the list. */
  list: string;
  chart: string;
}

/** `typed` is what is being searched now: the address learns it a moment later than a quick hand presses an answer. */
export function usePlaces(typed?: string): Places {
  const { q, kind } = useSearch({ strict: false }) as { q?: unknown; kind?: unknown };
  const kept = new URLSearchParams();
  const search = typed ?? q;
  if (search !== undefined) kept.set("q", String(search));
  if (kind !== undefined) kept.set("kind", String(kind));
  const tail = kept.size > 0 ? `?${kept.toString()}` : "";
  return {
    person: (id) => `/directory/people/${id}${tail}`,
    organisation: (id) => `/directory/organisations/${id}${tail}`,
    group: (id) => `/directory/groups/${id}`,
    list: `/directory${tail}`,
    chart: `/directory/chart${tail}`,
  };
}
