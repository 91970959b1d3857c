// The door of the uploads: one living list per parcel, and the guard that keeps a window from closing on them.

import { useSyncExternalStore } from "react";

import { BrowserKeepsakes } from "./keepsake";
import { Slots } from "./slots";
import { type UploadsSnapshot, underWay } from "./snapshot";
import { type Transport } from "./transport";
import { Uploads } from "./uploads";

export { type Picked, fromInput } from "./picked";
export { type Announcement, type Refused, type UploadItem, type UploadsSnapshot, type UploadState, underWay } from "./snapshot";
export { TusTransport } from "./transport";
export type { Room } from "./room";
export { type RemoteFile, Uploads } from "./uploads";
export { droppedNodes, fromHandle, walk } from "./walk";

const open = new Map<string, Uploads>();
const slots = new Slots();
const keepsakes = new BrowserKeepsakes();

/** The uploads of a parcel, the same ones whichever page asks. */
export function uploadsOf(parcel: string, transport: Transport, changed: () => void): Uploads {
  const known = open.get(parcel);
  if (known) return known;
  const uploads = new Uploads(parcel, { transport, keepsakes, slots, online: () => navigator.onLine, changed });
  uploads.subscribe(guard);
  open.set(parcel, uploads);
  return uploads;
}

/** Stops and forgets the uploads of a parcel that was sent or thrown away. */
export function closeUploads(parcel: string): void {
  open.get(parcel)?.close();
  open.delete(parcel);
  guard();
}

export function useUploads(uploads: Uploads): UploadsSnapshot {
  return useSyncExternalStore(uploads.subscribe, uploads.snapshot);
}

/** Parcels with files under way in this window. */
export function parcelsUnderWay(): string[] {
  return [...open.values()].filter((uploads) => underWay(uploads.snapshot()) > 0).map((uploads) => uploads.parcel);
}

let guarding = false;

function guard(): void {
  const needed = parcelsUnderWay().length > 0;
  if (needed === guarding) return;
  guarding = needed;
  // Only while something moves: a standing listener would keep every page out of the back-forward cache.
  if (needed) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

addEventListener("online", () => {
  for (const uploads of open.values()) uploads.backOnline();
});

// Removals whose time to change one's mind is cut short by leaving the page are still removals.
addEventListener("pagehide", () => {
  for (const uploads of open.values()) void uploads.flush(true).catch(() => undefined);
});
