// What a parcel still has room for.

import type { Picked } from "./picked";
import type { Refused } from "./snapshot";

/** The limits the server publishes for this sender. */
export interface Room {
  readonly max_files: number;
  readonly max_file_bytes: number;
  readonly max_parcel_bytes: number;
}

/** Sorts what was chosen into what fits beside `standing` and what does not, with the reason. */
export function fit(
  standing: readonly { path: string; size: number }[],
  chosen: readonly Picked[],
  room: Room,
): { taken: Picked[]; refused: Refused[] } {
  // The same name twice is no mistake (the server numbers the second); the same file twice is.
  const there = new Set(standing.map(({ path, size }) => `${path} ${size}`));
  let count = standing.length;
  let total = standing.reduce((sum, { size }) => sum + size, 0);
  const taken: Picked[] = [];
  const refused: Refused[] = [];
  for (const one of chosen) {
    const why = whyNot(one, there, count, total, room);
    if (why !== null) {
      refused.push({ path: one.path, why });
      continue;
    }
    there.add(`${one.path} ${one.file.size}`);
    count += 1;
    total += one.file.size;
    taken.push(one);
  }
  return { taken, refused };
}

function whyNot(one: Picked, there: ReadonlySet<string>, count: number, total: number, room: Room): Refused["why"] | null {
  if (there.has(`${one.path} ${one.file.size}`)) return "already_there";
  if (count >= room.max_files) return "too_many";
  if (one.file.size > room.max_file_bytes) return "too_large";
  return total + one.file.size > room.max_parcel_bytes ? "no_room" : null;
}
