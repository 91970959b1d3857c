// What a screen reader is told of the uploads: nought, half and the whole, never the figures in between.

import { type Announcement, underWay, type UploadsSnapshot } from "./snapshot";

export class Speech {
  #said: Announcement["is"] | null = null;
  #last: Announcement | null = null;

  /** More files were added: their start, half and end are news again. */
  renew(): void {
    this.#said = null;
  }

  /** The announcement that stands once `snapshot` is shown: the last one, or a new one. */
  hear(snapshot: UploadsSnapshot): Announcement | null {
    const next = this.#next(snapshot);
    if (next !== null) {
      this.#said = next;
      this.#last = { number: (this.#last?.number ?? 0) + 1, is: next, files: snapshot.items.length };
    }
    return this.#last;
  }

  #next(snapshot: UploadsSnapshot): Announcement["is"] | null {
    const { size, sent, items, counts } = snapshot;
    const busy = underWay(snapshot) > 0;
    if (busy && this.#said === null) return "started";
    if (busy && this.#said === "started" && size > 0 && sent * 2 >= size) return "half";
    const begun = this.#said === "started" || this.#said === "half";
    return !busy && begun && items.length > 0 && counts.done === items.length ? "done" : null;
  }
}
