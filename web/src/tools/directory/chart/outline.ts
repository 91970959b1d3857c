// The chart as lines: what is unfolded, how deep, and which line follows which.

import type { Organisation } from "@/api/types";

export interface Line {
  organisation: Organisation;
  /** From 1, as screen readers count. */
  level: number;
  /** Null for a leaf. */
  open: boolean | null;
  place: number;
  of: number;
}

export class Outline {
  readonly #byId = new Map<string, Organisation>();
  readonly #children = new Map<string | null, Organisation[]>();

  constructor(organisations: readonly Organisation[]) {
    for (const one of organisations) this.#byId.set(one.id, one);
    for (const one of organisations) {
      // A part whose parent one may not see stands at the top.
      const parent = one.parent && this.#byId.has(one.parent) ? one.parent : null;
      this.#children.set(parent, [...(this.#children.get(parent) ?? []), one]);
    }
  }

  /** Those above, nearest first. */
  above(id: string): string[] {
    const found: string[] = [];
    let next = this.#byId.get(id)?.parent;
    while (next && this.#byId.has(next) && !found.includes(next)) {
      found.push(next);
      next = this.#byId.get(next)?.parent;
    }
    return found;
  }

  hasParts(id: string): boolean {
    return this.#children.has(id);
  }

  /** The lines to show when these are unfolded. */
  lines(unfolded: ReadonlySet<string>): Line[] {
    const found: Line[] = [];
    const walk = (under: string | null, level: number) => {
      const parts = this.#children.get(under) ?? [];
      for (const [rank, organisation] of parts.entries()) {
        const open = this.hasParts(organisation.id) ? unfolded.has(organisation.id) : null;
        found.push({ organisation, level, open, place: rank + 1, of: parts.length });
        if (open) walk(organisation.id, level + 1);
      }
    };
    walk(null, 1);
    return found;
  }
}
