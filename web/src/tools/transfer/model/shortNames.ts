// Names of files short enough to head a column, and still apart from one another.

export function shortNames(names: readonly string[]): string[] {
  const bare = names.map((name) => name.replace(/\.[^.]{1,5}$/u, ""));
  const firsts = bare.map((name) => name.split(/[\s_.\-–—()]+/u).find((word) => word.length > 1) ?? name);
  const once = (word: string) => firsts.filter((other) => other.toLowerCase() === word.toLowerCase()).length === 1;
  return firsts.map((word, rank) => (once(word) ? word : (bare[rank] ?? word)));
}
