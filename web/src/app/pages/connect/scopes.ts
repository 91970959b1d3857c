// What an application asks, in plain words: scopes said as what it will learn or do.

export type Ask = "who" | "name" | "email" | "organisation" | "phone" | "travel" | "groups" | "offline" | "messages" | "device" | "server";

export interface Asked {
  asks: readonly Ask[];
  /** The device a messaging client wants to become. */
  device: string | null;
  /** Scopes we have no words for, as they are written. */
  others: readonly string[];
}

const words: Record<string, Ask> = {
  openid: "who",
  uid: "who",
  profile: "name",
  given_name: "name",
  usual_name: "name",
  email: "email",
  siret: "organisation",
  siren: "organisation",
  organizational_unit: "organisation",
  organization_label: "organisation",
  belonging_population: "organisation",
  roles: "organisation",
  phone: "phone",
  phone_number: "phone",
  chorusdt: "travel",
  groups: "groups",
  offline_access: "offline",
};
const order: readonly Ask[] = ["who", "name", "email", "organisation", "phone", "travel", "groups", "messages", "device", "server", "offline"];

// The second form is what clients wrote before the specification was settled.
const matrix = /^urn:matrix:(?:org\.matrix\.msc2967\.)?client:(api|device):(.+)$/;

export function readScopes(scopes: readonly string[]): Asked {
  const asks = new Set<Ask>();
  const others: string[] = [];
  let device: string | null = null;
  for (const scope of scopes) {
    const [, part, rest] = matrix.exec(scope) ?? [];
    const ask = part === "api" ? "messages" : part === "device" ? "device" : scope.startsWith("urn:synapse:admin:") ? "server" : words[scope];
    if (part === "device") device = rest ?? null;
    if (ask) asks.add(ask);
    else others.push(scope);
  }
  return { asks: order.filter((ask) => asks.has(ask)), device, others };
}

/** Reading and writing in somebody's name weighs more than knowing their name. */
export function acts(ask: Ask): boolean {
  return ask === "messages" || ask === "device" || ask === "server" || ask === "offline";
}
