// How fast bytes are moving, and how long the rest will take.

/** Seconds of history that count: long enough to be steady, short enough to notice a change of network. */
const WINDOW_MS = 8_000;
/** Below this the figure jumps too much to be shown. */
const SETTLING_MS = 1_500;

export class Rate {
  #marks: { at: number; moved: number }[] = [];
  #moved = 0;

  /** Notes that `bytes` more have left. A step back (an offset corrected after a cut) is not speed and is ignored. */
  add(bytes: number, at: number): void {
    if (this.#marks.length === 0) this.#marks.push({ at, moved: 0 });
    this.#moved += Math.max(0, bytes);
    this.#marks.push({ at, moved: this.#moved });
    this.#forget(at);
  }

  /** Forgets everything: after a pause, the time spent waiting is not slowness. */
  reset(): void {
    this.#marks = [];
    this.#moved = 0;
  }

  /** Bytes a second over the window, or nothing while it settles. */
  perSecond(now: number): number | null {
    this.#forget(now);
    const first = this.#marks[0];
    if (!first || now - first.at < SETTLING_MS) return null;
    return ((this.#moved - first.moved) * 1000) / (now - first.at);
  }

  #forget(now: number): void {
    // The last mark before the window stays: it is where the window's own movement starts from.
    while (this.#marks.length > 1 && (this.#marks[1]?.at ?? now) <= now - WINDOW_MS) this.#marks.shift();
  }
}

/** Seconds until `remaining` bytes have gone, or nothing when no honest figure exists. */
export function secondsLeft(remaining: number, perSecond: number | null): number | null {
  if (remaining <= 0) return 0;
  if (perSecond === null || perSecond < 1) return null;
  return remaining / perSecond;
}
