// Why something answers what was typed, when what is shown of it does not say so by itself.

import { highlight } from "./highlight";

/** Fewer digits are a word, not a piece of a number: the server counts likewise. */
const digits = 4;

/** Only a telephone answers digits of which nothing that is shown has any. */
export function byNumber(typed: string, shown: readonly string[]): boolean {
  if (/[^\d\s+().\-/]/.test(typed) || typed.replaceAll(/\D/g, "").length < digits) return false;
  return !shown.some((text) => highlight(text, typed).some(({ found }) => found));
}
