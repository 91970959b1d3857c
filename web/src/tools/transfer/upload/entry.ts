// One file on its way: the mutable record behind an item of the snapshot.

import type { Picked } from "./picked";
import { Rate, secondsLeft } from "./rate";
import type { UploadItem, UploadState } from "./snapshot";

export type Phase =
  | { is: "queued" }
  | { is: "sending"; stop(): void; since: number; movedAt: number }
  | { is: "paused" }
  | { is: "retrying"; cause: "cut" | "busy"; at: number; timer: ReturnType<typeof setTimeout> }
  | { is: "offline" }
  | { is: "failed"; cause: "signed_out" | "gone" | "refused"; detail: string | null }
  | { is: "missing"; handle: FileSystemFileHandle | null; changed: boolean }
  | { is: "done" };

export class Entry {
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly rate = new Rate();
  picked: Picked | null;
  url: string | null = null;
  sent = 0;
  phase: Phase;
  /** Tries since bytes last moved. */
  attempt = 0;
  /** True once a creation was asked for whose answer never came: the server may know the file. */
  maybeCreated = false;
  modified: number | null;
  /** What the file is called on the person's own disk: the server may have cleaned or numbered the name. */
  localPath: string;
  /** Taken off the list, and really removed when the time to change one's mind is over. */
  removed = false;

  constructor(key: string, path: string, size: number, picked: Picked | null, phase: Phase) {
    this.key = key;
    this.path = path;
    this.name = path.slice(path.lastIndexOf("/") + 1);
    this.size = size;
    this.picked = picked;
    this.modified = picked?.file.lastModified ?? null;
    this.localPath = path;
    this.phase = phase;
  }

  /** The server's id of this file: the last part of where it is sent. */
  get file(): string | null {
    return this.url === null ? null : fileIn(this.url);
  }

  item(now: number): UploadItem {
    const { key, file, name, path, size, sent } = this;
    return { key, file, name, path, size, sent, state: this.#state(now) };
  }

  #state(now: number): UploadState {
    const { phase } = this;
    switch (phase.is) {
      case "sending": {
        const perSecond = this.rate.perSecond(now);
        return { is: "sending", perSecond, secondsLeft: secondsLeft(this.size - this.sent, perSecond) };
      }
      case "retrying":
        return { is: "retrying", cause: phase.cause, seconds: Math.max(1, Math.ceil((phase.at - now) / 1000)) };
      case "missing":
        return { is: "missing", reopenable: phase.handle !== null, changed: phase.changed };
      case "failed":
        return { is: "failed", cause: phase.cause, detail: phase.detail };
      default:
        return { is: phase.is };
    }
  }
}

export function fileIn(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? url;
  return path.slice(path.lastIndexOf("/") + 1);
}
