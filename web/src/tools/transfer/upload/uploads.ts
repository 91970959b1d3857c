// The uploads of one parcel: what is on its way, what waits, what went wrong and what happens next.
// Lives outside React, survives a change of page, and shows itself as immutable snapshots.

import { Entry, fileIn } from "./entry";
import { type Keepsakes, reopen } from "./keepsake";
import { compare, pair, samePath, type Unfinished } from "./match";
import type { Picked } from "./picked";
import { delayBefore, type Trouble } from "./retry";
import { fit, type Room } from "./room";
import type { Slots } from "./slots";
import type { Refused, UploadsSnapshot } from "./snapshot";
import { Speech } from "./speech";
import { summary } from "./summary";
import type { Transport } from "./transport";

/** What the server says of a file of the parcel. */
export interface RemoteFile {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly received: number;
  readonly complete: boolean;
  readonly upload_url: string;
}

export interface UploadsPorts {
  transport: Transport;
  keepsakes: Keepsakes;
  slots: Slots;
  online(): boolean;
  /** Something the server must be asked about again: a file arrived or went. */
  changed(): void;
}

const SHOWN_EVERY_MS = 250;
/** A connection that moves nothing for this long is dead even if nobody said so (a network changed under us). */
const STALLED_MS = 60_000;

/** An upload that has run this long has a sound connection: the next cut is a new one. */
const STEADY_MS = 10_000;
const MOVING = new Set(["queued", "sending", "retrying", "offline"]);

export class Uploads {
  readonly parcel: string;
  readonly #ports: UploadsPorts;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #speech = new Speech();
  readonly #stopHearing: () => void;
  readonly #leaving = new Set<(leaving: boolean) => Promise<void>>();
  #refused: Refused[] = [];
  #keys = 0;
  #ticking: ReturnType<typeof setInterval> | null = null;
  #snapshot: UploadsSnapshot;

  constructor(parcel: string, ports: UploadsPorts) {
    this.parcel = parcel;
    this.#ports = ports;
    this.#stopHearing = ports.slots.onFree(() => this.#start());
    this.#snapshot = summary([], []);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): UploadsSnapshot => this.#snapshot;

  /** Takes over what the server knows of the parcel's files. */
  async adopt(files: readonly RemoteFile[]): Promise<void> {
    const met: Entry[] = [];
    for (const file of files) {
      const entry = this.#standFor(file);
      if (entry) this.#catchUp(entry, file);
      else met.push(this.#meet(file));
    }
    const ids = new Set(files.map((file) => fileIn(file.upload_url)));
    for (const entry of this.#entries.values()) {
      // Files under way may be younger than the answer; settled ones that the server lost were removed elsewhere.
      const settled = entry.phase.is === "done" || entry.phase.is === "missing";
      if (settled && entry.file !== null && !ids.has(entry.file)) this.#entries.delete(entry.key);
    }
    this.#show();
    await Promise.all(met.filter((entry) => entry.phase.is === "missing").map((entry) => this.#recall(entry)));
  }

  /** Adds what was chosen or dropped; files begun before a reload are continued rather than sent twice. */
  add(picked: readonly Picked[], room: Room, unreadable: readonly string[] = []): void {
    const { resumed, fresh } = pair(this.#missing(), picked);
    for (const [key, one] of resumed) this.#resumeWith(this.#entries.get(key), one);

    const { taken, refused } = fit(this.#standing(), fresh, room);
    for (const one of taken) {
      const entry = new Entry(this.#key(), one.path, one.file.size, one, { is: "queued" });
      this.#entries.set(entry.key, entry);
    }
    this.#refused = [...unreadable.map((path): Refused => ({ path, why: "unreadable" })), ...refused];
    if (taken.length + resumed.size > 0) this.#speech.renew();
    this.#start();
  }

  forgetRefused(): void {
    this.#refused = [];
    this.#show();
  }

  pause(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry || !MOVING.has(entry.phase.is)) return;
    this.#halt(entry);
    entry.phase = { is: "paused" };
    this.#start();
  }

  /** Goes on with a paused upload, or tries again at once one that waits or failed. */
  resume(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry || !["paused", "retrying", "offline", "failed"].includes(entry.phase.is)) return;
    this.#halt(entry);
    if (entry.phase.is === "failed" && entry.phase.cause === "gone") this.#startAfresh(entry);
    entry.attempt = 0;
    entry.phase = { is: "queued" };
    this.#start();
  }

  pauseAll(): void {
    for (const key of this.#entries.keys()) this.pause(key);
  }

  resumeAll(): void {
    for (const entry of [...this.#entries.values()]) if (!entry.removed && entry.phase.is === "paused") this.resume(entry.key);
  }

  /** The network is back: nobody waits for the end of a countdown. */
  backOnline(): void {
    for (const entry of [...this.#entries.values()]) if (entry.phase.is === "offline" || entry.phase.is === "retrying") this.resume(entry.key);
  }

  /** Continues with the handle kept from last time. From a click: the browser may ask for leave. */
  async reopen(key: string): Promise<boolean> {
    const entry = this.#entries.get(key);
    if (entry?.phase.is !== "missing" || !entry.phase.handle) return false;
    const { handle } = entry.phase;
    const file = await reopen(handle, true);
    return file !== null && this.continueWith(key, { file, path: entry.path, handle });
  }

  /** Continues with a file chosen again; false when it is not the one that was begun. */
  continueWith(key: string, picked: Picked): boolean {
    const entry = this.#entries.get(key);
    if (entry?.phase.is !== "missing") return false;
    const same = compare(asUnfinished(entry), picked.file).is === "same";
    if (same) this.#resumeWith(entry, picked);
    else entry.phase = { ...entry.phase, changed: true };
    this.#start();
    return same;
  }

  /** Takes a file off the list; `commit` makes it final, `undo` brings it back as it was. */
  remove(key: string): { undo(): void; commit(leaving?: boolean): Promise<void> } {
    const entry = this.#entries.get(key);
    if (!entry || entry.removed) return { undo: () => undefined, commit: () => Promise.resolve() };
    if (MOVING.has(entry.phase.is)) {
      this.#halt(entry);
      entry.phase = { is: "queued" };
    }
    entry.removed = true;
    this.#start();
    let over = false;
    const commit = async (leaving = false) => {
      if (over) return;
      over = true;
      this.#leaving.delete(commit);
      await this.#forget(entry, leaving);
    };
    this.#leaving.add(commit);
    return {
      undo: () => {
        if (over) return;
        over = true;
        this.#leaving.delete(commit);
        entry.removed = false;
        this.#start();
      },
      commit,
    };
  }

  /** Makes every removal final: before sending, and when the page goes away. */
  async flush(leaving = false): Promise<void> {
    await Promise.all([...this.#leaving].map((commit) => commit(leaving)));
  }

  /** Stops everything; what the server holds stays there. */
  close(): void {
    for (const entry of this.#entries.values()) this.#halt(entry);
    this.#stopHearing();
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#entries.clear();
    this.#listeners.clear();
  }

  #key(): string {
    this.#keys += 1;
    return `u${this.#keys}`;
  }

  #standing(): Entry[] {
    return [...this.#entries.values()].filter((entry) => !entry.removed);
  }

  #missing(): Unfinished[] {
    return this.#standing().filter((entry) => entry.phase.is === "missing").map(asUnfinished);
  }

  /** The entry a file of the server belongs to, even while the answer that would name it is still on its way. */
  #standFor(file: RemoteFile): Entry | undefined {
    const entries = [...this.#entries.values()];
    return (
      entries.find((entry) => entry.file === fileIn(file.upload_url)) ??
      entries.find((entry) => entry.url === null && entry.maybeCreated && samePath(entry.path, file.path) && entry.size === file.size)
    );
  }

  #meet(file: RemoteFile): Entry {
    const phase = file.complete ? ({ is: "done" } as const) : ({ is: "missing", handle: null, changed: false } as const);
    const entry = new Entry(this.#key(), file.path, file.size, null, phase);
    entry.url = file.upload_url;
    entry.sent = file.complete ? file.size : file.received;
    this.#entries.set(entry.key, entry);
    return entry;
  }

  #catchUp(entry: Entry, file: RemoteFile): void {
    if (entry.phase.is !== "sending") entry.url ??= file.upload_url;
    // An upload that is being sent says by itself when it has arrived.
    if (file.complete && !["done", "sending"].includes(entry.phase.is)) this.#arrived(entry);
    else if (entry.phase.is === "missing") entry.sent = file.received;
  }

  /** Looks up what this browser kept of an upload it no longer holds; goes on by itself where leave was kept too. */
  async #recall(entry: Entry): Promise<void> {
    if (entry.file === null) return;
    const kept = await this.#ports.keepsakes.get(this.parcel, entry.file);
    if (!kept || entry.phase.is !== "missing") return;
    entry.modified = kept.modified;
    entry.localPath = kept.path;
    entry.phase = { ...entry.phase, handle: kept.handle };
    this.#show();
    const file = kept.handle ? await reopen(kept.handle, false) : null;
    if (file) this.continueWith(entry.key, { file, path: entry.path, handle: kept.handle });
  }

  #resumeWith(entry: Entry | undefined, picked: Picked): void {
    if (!entry) return;
    entry.picked = picked;
    entry.modified = picked.file.lastModified;
    entry.attempt = 0;
    entry.phase = { is: "queued" };
    this.#keep(entry);
  }

  async #forget(entry: Entry, leaving: boolean): Promise<void> {
    const { transport, keepsakes } = this.#ports;
    try {
      if (entry.url === null && entry.maybeCreated) entry.url = await transport.find(this.parcel, entry.path, entry.size);
      if (entry.url !== null) await transport.remove(entry.url, leaving);
    } catch (error) {
      entry.removed = false;
      this.#start();
      throw error;
    }
    if (entry.file !== null) void keepsakes.drop(this.parcel, entry.file);
    this.#entries.delete(entry.key);
    this.#show();
    this.#ports.changed();
  }

  #startAfresh(entry: Entry): void {
    if (entry.file !== null) void this.#ports.keepsakes.drop(this.parcel, entry.file);
    entry.url = null;
    entry.sent = 0;
    entry.maybeCreated = false;
  }

  /** Starts whatever may start, then shows the result. */
  #start(): void {
    if (!this.#ports.online()) {
      for (const entry of this.#standing()) if (entry.phase.is === "queued") entry.phase = { is: "offline" };
    }
    for (const entry of this.#standing()) {
      if (entry.phase.is === "queued" && entry.picked && this.#ports.slots.take(entry.size)) this.#send(entry, entry.picked);
    }
    this.#show();
  }

  #send(entry: Entry, picked: Picked): void {
    const { parcel } = this;
    let stopped = false;
    let first = true;
    let stop = () => undefined as void;
    entry.rate.reset();
    entry.phase = {
      is: "sending",
      since: Date.now(),
      movedAt: Date.now(),
      stop: () => {
        if (stopped) return;
        stopped = true;
        stop();
        this.#ports.slots.give(entry.size);
      },
    };
    const end = (then: () => void) => {
      if (stopped) return;
      stopped = true;
      then();
      // Given back last: a free slot starts the next upload at once, and must find this one settled.
      this.#ports.slots.give(entry.size);
      this.#show();
    };
    const begin = () => {
      if (stopped) return;
      const load = { parcel, blob: picked.file, name: entry.name, path: entry.path, url: entry.url };
      if (entry.url === null) entry.maybeCreated = true;
      stop = this.#ports.transport.send(load, {
        located: (url) => {
          entry.url = url;
          this.#keep(entry);
        },
        moved: (sent) => {
          if (!stopped) this.#moved(entry, sent, first);
          first = false;
        },
        arrived: () => end(() => this.#arrived(entry)),
        failed: (trouble) => end(() => this.#failed(entry, trouble)),
      });
    };
    if (entry.url !== null || !entry.maybeCreated) {
      begin();
      return;
    }
    this.#ports.transport.find(parcel, entry.path, entry.size).then(
      (url) => {
        entry.url ??= url;
        begin();
      },
      () => end(() => this.#failed(entry, { kind: "cut" })),
    );
  }

  #moved(entry: Entry, sent: number, first: boolean): void {
    if (entry.phase.is !== "sending") return;
    const now = Date.now();
    // The first figure after a resume is what the server held already, not something sent just now.
    entry.rate.add(first ? 0 : sent - entry.sent, now);
    if (now - entry.phase.since > STEADY_MS) entry.attempt = 0;
    entry.sent = sent;
    entry.phase.movedAt = now;
  }

  #arrived(entry: Entry): void {
    this.#halt(entry);
    entry.phase = { is: "done" };
    entry.sent = entry.size;
    entry.picked = null;
    if (entry.file !== null) void this.#ports.keepsakes.drop(this.parcel, entry.file);
    this.#ports.changed();
  }

  #failed(entry: Entry, trouble: Trouble): void {
    // Without an address nothing was kept: what left with the creation counts for nothing.
    if (entry.url === null) entry.sent = 0;
    if (trouble.kind === "cut" && !this.#ports.online()) {
      entry.phase = { is: "offline" };
      return;
    }
    const seconds = delayBefore(entry.attempt, trouble);
    entry.attempt += 1;
    if (seconds === null) {
      const cause = trouble.kind === "signed_out" || trouble.kind === "gone" ? trouble.kind : "refused";
      entry.phase = { is: "failed", cause, detail: "detail" in trouble ? trouble.detail : null };
      return;
    }
    const timer = setTimeout(() => {
      entry.phase = { is: "queued" };
      this.#start();
    }, seconds * 1000);
    entry.phase = { is: "retrying", cause: trouble.kind === "busy" ? "busy" : "cut", at: Date.now() + seconds * 1000, timer };
  }

  #halt(entry: Entry): void {
    if (entry.phase.is === "sending") entry.phase.stop();
    if (entry.phase.is === "retrying") clearTimeout(entry.phase.timer);
  }

  #keep(entry: Entry): void {
    if (entry.file === null || !entry.picked) return;
    const { localPath, size, picked } = entry;
    void this.#ports.keepsakes.put(this.parcel, entry.file, { path: localPath, size, modified: picked.file.lastModified, handle: picked.handle });
  }

  #show(): void {
    const now = Date.now();
    const shown = this.#standing();
    const figures = summary(shown.map((entry) => entry.item(now)), this.#refused);
    this.#snapshot = { ...figures, announcement: this.#speech.hear(figures) };
    this.#tick();
    for (const listener of this.#listeners) listener();
  }

  #tick(): void {
    const { sending, retrying } = this.#snapshot.counts;
    if (sending + retrying === 0) {
      if (this.#ticking !== null) clearInterval(this.#ticking);
      this.#ticking = null;
      return;
    }
    this.#ticking ??= setInterval(() => {
      const now = Date.now();
      for (const entry of this.#standing()) {
        if (entry.phase.is === "sending" && now - entry.phase.movedAt > STALLED_MS) {
          this.#halt(entry);
          this.#failed(entry, { kind: "cut" });
        }
      }
      this.#start();
    }, SHOWN_EVERY_MS);
  }
}

function asUnfinished(entry: Entry): Unfinished {
  return { key: entry.key, path: entry.localPath, size: entry.size, modified: entry.modified };
}
