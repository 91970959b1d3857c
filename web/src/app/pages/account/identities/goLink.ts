// The ministry's own page comes between: a step outside of this one, and back.

const memory = "sacados.linking";

export interface Linking {
  id: string;
  name: string;
}

export function goLink(provider: Linking): void {
  sessionStorage.setItem(memory, JSON.stringify({ id: provider.id, name: provider.name } satisfies Linking));
  const { pathname } = window.location;
  window.location.assign(`/api/hub/providers/${encodeURIComponent(provider.id)}/link?${new URLSearchParams({ next: pathname })}`);
}

/** Which provider one left to link, if one did. */
export function linking(): Linking | null {
  try {
    return JSON.parse(sessionStorage.getItem(memory) ?? "null") as Linking | null;
  } catch {
    return null;
  }
}
