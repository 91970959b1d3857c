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

export function usePlaces(): Places {
  const { q, kind } = useSearch({ strict: false }) as { q?: unknown; kind?: unknown };
  const kept = new URLSearchParams();
  if (q !== undefined) kept.set("q", String(q));
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
