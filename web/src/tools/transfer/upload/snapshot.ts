// What the pages see of the uploads of one parcel: plain values that never change once shown.

export type UploadState =
  | { is: "queued" }
  | { is: "sending"; perSecond: number | null; secondsLeft: number | null }
  | { is: "paused" }
  | { is: "retrying"; seconds: number; cause: "cut" | "busy" }
  | { is: "offline" }
  | { is: "failed"; cause: "signed_out" | "gone" | "refused"; detail: string | null }
  /** Begun before a reload: the browser no longer holds the file. */
  | { is: "missing"; reopenable: boolean; changed: boolean }
  | { is: "done" };

export interface UploadItem {
  /** Ours, stable for the life of the page. */
  readonly key: string;
  /** The server's, once it knows the file. */
  readonly file: string | null;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly sent: number;
  readonly state: UploadState;
}

export type Refusal = "too_large" | "no_room" | "too_many" | "already_there" | "unreadable";

export interface Refused {
  readonly path: string;
  readonly why: Refusal;
}

export interface Announcement {
  readonly number: number;
  readonly is: "started" | "half" | "done";
  readonly files: number;
}

export interface UploadsSnapshot {
  readonly items: readonly UploadItem[];
  readonly refused: readonly Refused[];
  readonly size: number;
  readonly sent: number;
  /** Bytes of the files that have wholly arrived. */
  readonly arrived: number;
  readonly counts: Readonly<Record<UploadState["is"], number>>;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly announcement: Announcement | null;
}

export const NO_COUNTS: UploadsSnapshot["counts"] = {
  queued: 0,
  sending: 0,
  paused: 0,
  retrying: 0,
  offline: 0,
  failed: 0,
  missing: 0,
  done: 0,
};

/** Files that are moving or will move by themselves. */
export function underWay(snapshot: UploadsSnapshot): number {
  const { queued, sending, retrying, offline } = snapshot.counts;
  return queued + sending + retrying + offline;
}
