// Reads addresses the way people paste them: lists, lines, "Name <address>", copied from a mail or a spreadsheet.

export interface Written {
  readonly address: string;
  readonly name: string | null;
  /** Whether it looks like an address at all; whether it may receive is the server's word. */
  readonly plausible: boolean;
}

const PLAUSIBLE = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@.<>"(),;:]{2,}$/u;
const PIECE = /"([^"]*)"\s*<\s*([^<>\s]*)\s*>|([^<>,;\n\r\t"]*)<\s*([^<>\s]*)\s*>|([^<>,;\n\r\t"]+)/gu;

export function readAddresses(text: string): Written[] {
  const found: Written[] = [];
  for (const [, quoted, inQuoted, before, inBefore, bare] of text.matchAll(PIECE)) {
    if (inQuoted !== undefined) found.push(written(inQuoted, quoted));
    else if (inBefore !== undefined) {
      // In "a@b.fr Marie <c@d.fr>" the first word is a person of its own, not Marie's first name.
      const { people, rest } = apart(before ?? "");
      found.push(...people, written(inBefore, rest));
    } else {
      const { people, rest } = apart(bare ?? "");
      found.push(...people);
      if (rest !== "") found.push(written(rest));
    }
  }
  return once(found);
}

/** What `one` would be stored under: addresses differ by their letters, not by their case. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function apart(words: string): { people: Written[]; rest: string } {
  const split = words.trim().split(/\s+/u);
  const people = split.filter((word) => word.includes("@")).map((word) => written(word));
  return { people, rest: split.filter((word) => !word.includes("@")).join(" ") };
}

function written(address: string, name?: string): Written {
  const clean = address.trim().replace(/^mailto:/iu, "").replace(/[.]+$/u, "");
  const called = name?.trim().replace(/^['‘’"]+|['‘’"]+$/gu, "") ?? "";
  return { address: clean, name: called === "" || called.includes("@") ? null : called, plausible: PLAUSIBLE.test(clean) };
}

function once(all: Written[]): Written[] {
  const seen = new Map<string, Written>();
  for (const one of all) if (one.address !== "" && !seen.has(one.address.toLowerCase())) seen.set(one.address.toLowerCase(), one);
  return [...seen.values()];
}
