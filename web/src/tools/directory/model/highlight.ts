// Which letters of a name answer what was typed, whatever the accents.

export interface Part {
  /** Where it begins. */
  at: number;
  text: string;
  found: boolean;
}

/** Cuts a text into parts; those found are the beginnings of words that begin as a typed word does. */
export function highlight(text: string, typed: string): Part[] {
  const words = typed.split(/[^\p{L}\p{N}]+/u).map(fold).filter((word) => word.length > 1);
  if (words.length === 0) return [{ at: 0, text, found: false }];

  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(0, ...words.map((word) => lengthOf(match[0], word)));
    if (length === 0) continue;
    if (match.index > done) parts.push({ at: done, text: text.slice(done, match.index), found: false });
    done = match.index + length;
    parts.push({ at: match.index, text: text.slice(match.index, done), found: true });
  }
  if (done < text.length) parts.push({ at: done, text: text.slice(done), found: false });
  return parts;
}

/** How many letters of `name` answer `word`: "œu" answers "oeu" with two. */
function lengthOf(name: string, word: string): number {
  let folded = "";
  let length = 0;
  for (const letter of name) {
    if (folded.length >= word.length) break;
    folded += fold(letter);
    length += letter.length;
  }
  return folded.startsWith(word) ? length : 0;
}

function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
}
