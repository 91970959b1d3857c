// Names of files short enough to head a column, and still apart from one another.

export function shortNames(names: readonly string[]): string[] {
  const bare = names.map((name) => name.replace(/\.[^.]{1,5}$/u, ""));
  const firsts = bare.map((name) => name.split(/[\s_.\-–—()]+/u).find((word) => word.length > 1) ?? name);
  return firsts.map((word, rank) => {
    const alike = bare.filter((_, other) => firsts[other]?.toLowerCase() === word.toLowerCase());
    const name = bare[rank] ?? word;
    return alike.length === 1 ? word : apart(name, alike);
  });
}

/** A narrow column shows a name's beginning: those that begin alike show what follows. */
function apart(name: string, alike: readonly string[]): string {
  const shared = alike.reduce((most, other) => {
    let length = 0;
    while (length < most && name[length] === other[length]) length += 1;
    return length;
  }, name.length);
  // From the start of a word, so that "12" and "13" do not become "2" and "3".
  const from = name.slice(0, shared).search(/[^\s_.\-–—()]*$/u);
  return name.slice(from) || name;
}
