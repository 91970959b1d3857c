// Which of the files just chosen are the missing halves of uploads begun before a reload.

import type { Picked } from "./picked";

export interface Unfinished {
  readonly key: string;
  readonly path: string;
  readonly size: number;
  /** When the file was last changed, as noted when the upload began; unknown when it began in another browser. */
  readonly modified: number | null;
}

export type Verdict = { is: "same" } | { is: "changed" } | { is: "other" };

/** Whether `file` may continue `unfinished`. Bytes of two versions must never be sewn together. */
export function compare(unfinished: Unfinished, file: File): Verdict {
  if (nameOf(unfinished.path) !== file.name.normalize("NFC")) return { is: "other" };
  if (file.size !== unfinished.size) return { is: "changed" };
  if (unfinished.modified !== null && unfinished.modified !== file.lastModified) return { is: "changed" };
  return { is: "same" };
}

/** Pairs each unfinished upload with the file that continues it; what is left over is new. */
export function pair(unfinished: readonly Unfinished[], picked: readonly Picked[]): { resumed: Map<string, Picked>; fresh: Picked[] } {
  const open = [...unfinished];
  const resumed = new Map<string, Picked>();
  const fresh: Picked[] = [];
  for (const one of picked) {
    const path = one.path.normalize("NFC");
    const fits = open.filter((upload) => compare(upload, one.file).is === "same");
    // The same name may stand in two folders: the one whose path ends alike comes first.
    const found = fits.find((upload) => upload.path.normalize("NFC") === path) ?? (path.includes("/") ? undefined : fits[0]);
    if (!found) {
      fresh.push(one);
      continue;
    }
    resumed.set(found.key, one);
    open.splice(open.indexOf(found), 1);
  }
  return { resumed, fresh };
}

/** Whether two paths are one, whichever way their accents are written. */
export function samePath(one: string, other: string): boolean {
  return one.normalize("NFC") === other.normalize("NFC");
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).normalize("NFC");
}
