// Keeps a draft while it is being written: soon after each change, one save at a time, again when the network is back.

import { problemOf } from "@/api/problem";
import type { NewParcel, Parcel } from "@/api/types";

export type SaverSnapshot =
  | { is: "still" }
  | { is: "saving" }
  | { is: "saved"; at: Date }
  | { is: "waiting" }
  | { is: "refused"; error: unknown };

const QUIET_MS = 700;
const AGAIN_MS = 5_000;

export class Saver {
  readonly #save: (changes: NewParcel) => Promise<Parcel>;
  readonly #saved: (parcel: Parcel) => void;
  readonly #listeners = new Set<() => void>();
  #pending: NewParcel | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #snapshot: SaverSnapshot = { is: "still" };

  constructor(save: (changes: NewParcel) => Promise<Parcel>, saved: (parcel: Parcel) => void) {
    this.#save = save;
    this.#saved = saved;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SaverSnapshot => this.#snapshot;

  change(changes: NewParcel): void {
    this.#pending = { ...this.#pending, ...changes };
    this.#later(QUIET_MS);
  }

  /** Saves what is left at once. Fails as the server does, so that nothing is sent that was not kept. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
    await this.#run();
    if (this.#snapshot.is === "refused") throw this.#snapshot.error;
    if (this.#pending !== null) throw problemOf(new TypeError("not kept"));
  }

  #later(delay: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, delay);
  }

  #run(): Promise<void> {
    this.#running ??= this.#once().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #once(): Promise<void> {
    const changes = this.#pending;
    if (changes === null) return;
    this.#pending = null;
    this.#show({ is: "saving" });
    try {
      const parcel = await this.#save(changes);
      this.#saved(parcel);
      this.#show({ is: "saved", at: new Date() });
    } catch (error) {
      const { unreachable, status } = problemOf(error);
      if (unreachable || status >= 500) {
        // What was typed meanwhile is newer than what failed.
        this.#pending = { ...changes, ...(this.#pending as NewParcel | null) };
        this.#show({ is: "waiting" });
        this.#later(AGAIN_MS);
      } else {
        this.#show({ is: "refused", error });
      }
    }
  }

  #show(snapshot: SaverSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
