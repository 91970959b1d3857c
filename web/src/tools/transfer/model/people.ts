// How the people of a parcel are called, and whom a reminder concerns.

import type { Recipient } from "@/api/types";

export function nameOf(person: { name?: string | null; address?: string | null }): string {
  return person.name || person.address || "";
}

/** How many of the files someone has taken at least once. */
export function takenBy(recipient: Recipient): number {
  return new Set(recipient.downloads.map(({ file }) => file)).size;
}

/** Those a reminder would reach: they have not taken everything yet. */
export function toRemind(recipients: readonly Recipient[], filesTotal: number): Recipient[] {
  return recipients.filter((recipient) => takenBy(recipient) < filesTotal);
}
