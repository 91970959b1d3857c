// How the people of a parcel are called, and whom a reminder concerns.

import type { Parcel, Recipient } from "@/api/types";

import { dayAfter } from "./days";

export function nameOf(person: { name?: string | null; address?: string | null }): string {
  return person.name || person.address || "";
}

/** Outside, a name is only what somebody wrote: the proven address stands beside it. */
export function senderName(sender: { name: string; address: string; agent: boolean }): string {
  return sender.agent || sender.name === sender.address ? sender.name : `${sender.name} (${sender.address})`;
}

/** Those whose address the sender wrote, and not those who are in it by a team. */
export function written({ recipients }: Pick<Parcel, "recipients">): { address: string; name: string | null }[] {
  return recipients.flatMap(({ address, name, team }) => (address && !team ? [{ address, name: name ?? null }] : []));
}

/** How many of the files someone has taken at least once. */
export function takenBy(recipient: Recipient): number {
  return new Set(recipient.downloads.map(({ file }) => file)).size;
}

/** Those a reminder may go to: they took nothing yet, were not reminded today, and are still in the team by which they received it. */
export function toRemind({ recipients, events }: Pick<Parcel, "recipients" | "events">, now: Date): Recipient[] {
  const today = dayAfter(now, 0);
  const reminded = new Set(events.filter(({ at, kind }) => kind === "reminded" && dayAfter(new Date(at), 0) === today).map(({ recipient }) => recipient));
  return recipients.filter((one) => !one.left && one.downloads.length === 0 && !reminded.has(one.id));
}
