// Ministries that know their own people: which one an address leads to, and the way there.
import { queryOptions } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import type { ProviderWay } from "@/api/types";

const memory = "sacados.provider";

/** Known by its domain: the answer is the same for all its addresses, for a moment. */
export function providersOf(address: string) {
  return queryOptions({
    queryKey: ["hub", "lookup", address.split("@")[1]?.toLowerCase() ?? ""],
    queryFn: async () => {
      const { organisation, ways } = await take(api.POST("/api/hub/lookups", { body: { address } }));
      return { organisation: organisation ?? null, providers: ways.flatMap((way) => providerOf(way) ?? []), local: ways.some(({ kind }) => kind === "local") };
    },
    // A provider that was down may be up again.
    staleTime: 15_000,
    retry: false,
  });
}

function providerOf(way: ProviderWay): Provider | null {
  if (way.kind !== "provider" || !way.id) return null;
  return { id: way.id, name: way.name ?? "", up: way.state !== "down", since: way.since ?? null };
}

export interface Provider {
  id: string;
  name: string;
  up: boolean;
  since: string | null;
}

/** Leaves this page for the provider's own; it sends the browser back to `next`. One that an application only hinted at, and that the house does not have, leads to our own door. */
export function goTo(provider: { id: string; name: string; hinted?: boolean }, next: string, address?: string): void {
  sessionStorage.setItem(memory, JSON.stringify({ id: provider.id, name: provider.name, next } satisfies Left));
  const search = new URLSearchParams({ next, ...(address ? { login_hint: address } : {}), ...(provider.hinted ? { hinted: "true" } : {}) });
  window.location.assign(`/api/hub/providers/${encodeURIComponent(provider.id)}/sign-in?${search}`);
}

interface Left {
  id: string;
  name: string;
  next: string;
}

/** For which provider one left this page, and what one wanted. */
export function leftFor(): Left | null {
  try {
    return JSON.parse(sessionStorage.getItem(memory) ?? "null") as Left | null;
  } catch {
    return null;
  }
}
