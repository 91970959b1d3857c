// When to try again by ourselves, and when only the person can.

export type Trouble =
  | { kind: "cut" }
  | { kind: "busy"; detail: string | null }
  | { kind: "signed_out" }
  | { kind: "gone" }
  | { kind: "refused"; detail: string | null };

const DELAYS_S = [2, 4, 8, 15, 30, 60];
/** A server that keeps answering "not now" is asked this many times; a lost network is waited for without end. */
const BUSY_TRIES = 6;

/** Seconds before the next try, or nothing when trying again by ourselves would be of no use. */
export function delayBefore(attempt: number, trouble: Trouble): number | null {
  if (trouble.kind !== "cut" && trouble.kind !== "busy") return null;
  if (trouble.kind === "busy" && attempt >= BUSY_TRIES) return null;
  return DELAYS_S[Math.min(attempt, DELAYS_S.length - 1)] ?? null;
}

/** Refusals of the moment, whatever their status: the bytes that arrived are kept, asking again goes on from there. */
const PASSING = new Set(["transfer.cut", "transfer.too_slow", "transfer.busy", "transfer.taken_over", "transfer.wrong_offset", "transfer.checksum_mismatch"]);

/** What an HTTP status met during an upload means for us; no status is a lost connection. */
export function troubleOf(status: number | null, detail: string | null, code: string | null = null): Trouble {
  if (status === null || status === 0) return { kind: "cut" };
  if (code !== null && PASSING.has(code)) return { kind: "busy", detail };
  // A conflict the server names is about the parcel, not about an offset: it will not pass by itself.
  if (status === 409 && code !== null) return { kind: "refused", detail };
  if (status === 401) return { kind: "signed_out" };
  if (status === 404 || status === 410) return { kind: "gone" };
  // 409 and 460 are cured by asking for the offset again, 423 by waiting for our own broken request to be noticed.
  if ([408, 409, 423, 425, 429, 460].includes(status)) return { kind: "busy", detail };
  if (status >= 500 && status !== 507) return { kind: "busy", detail };
  return { kind: "refused", detail };
}
