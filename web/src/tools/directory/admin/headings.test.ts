// A heading that the page proposes is one that the server reads. Reads its source.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { languages } from "@/i18n";

const source = readFileSync("../crates/bricks/directory/src/model/import/columns.rs", "utf8");

/** Each column of a table with what it may be called, folded. */
function known(table: string): Map<string, string[]> {
  const body = new RegExp(`const ${table}:[^=]*= &\\[(.*?)\\n\\];`, "s").exec(source)?.[1] ?? "";
  return new Map([...body.matchAll(/\(\s*"(\w+)",\s*&\[([^\]]*)\]/g)].map(([, column = "", names = ""]) => [column, [...names.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name)]));
}

const folded = (heading: string) => heading.normalize("NFD").replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();

describe.each(languages)("in %s", (language) => {
  const { importColumns } = JSON.parse(readFileSync(`src/i18n/locales/${language}/directory.json`, "utf8")) as { importColumns: Record<string, Record<string, string>> };

  it.each([
    ["people", "PEOPLE", 17],
    ["organisations", "ORGANISATIONS", 11],
  ])("columns of %s", (kind, table, least) => {
    const columns = known(table);
    const headings = importColumns[kind] ?? {};
    // Whoever has no name at all misses one in the column of names.
    if (kind === "people") columns.get("name")?.push(...(columns.get("family_name") ?? []));

    expect(columns.size).toBeGreaterThanOrEqual(least);
    expect([...columns].filter(([column, names]) => !names.includes(folded(headings[column] ?? ""))).map(([column]) => column)).toEqual([]);
  });
});
