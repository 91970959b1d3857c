// How many uploads may run at once in this window, over all parcels.

/** Browsers open six connections to a host over HTTP/1.1; the live feed holds one and pages need some. */
const AT_ONCE = 3;
/** Of which large ones: a slot is left for the small files, so that a folder does not wait behind a film. */
const LARGE_AT_ONCE = 2;
const LARGE = 256 * 1024 * 1024;

export class Slots {
  #running = 0;
  #large = 0;
  #waiting = new Set<() => void>();

  take(size: number): boolean {
    const large = size >= LARGE;
    if (this.#running >= AT_ONCE || (large && this.#large >= LARGE_AT_ONCE)) return false;
    this.#running += 1;
    if (large) this.#large += 1;
    return true;
  }

  give(size: number): void {
    this.#running -= 1;
    if (size >= LARGE) this.#large -= 1;
    for (const wake of this.#waiting) wake();
  }

  /** Calls `wake` each time a slot is given back. */
  onFree(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }
}
