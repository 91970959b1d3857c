// Words in two languages must say the same things; French must be set as French is. `--fix` sets the spaces.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

type Words = { [key: string]: string | Words };

const root = fileURLToPath(new URL("../src/i18n/locales/", import.meta.url));
const thin = "\u202f";
const firm = "\u00a0";

/** Sets a French sentence: no-break spaces, curled apostrophes, true ellipsis. */
export function setFrench(sentence: string): string {
  return sentence
    .replaceAll("'", "’")
    .replaceAll("...", "…")
    .replaceAll(/«[ \u00a0\u202f]*/g, `«${firm}`)
    .replaceAll(/[ \u00a0\u202f]?»/g, `${firm}»`)
    .replaceAll(/(?<=\S) (?=[%€])/g, firm)
    .replaceAll(/(?<=\S)[ \u202f](?=:(?!\/))/g, firm)
    .replaceAll(/(?<=\S)[ \u00a0](?=[;?!])/g, thin)
    .replaceAll(/(?<=\d) (?=(?:s|min|h|j|o|Ko|Mo|Go|To)\b)/g, firm);
}

export function flatten(words: Words, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix + key}.`)) flat.set(inner, text);
  }
  return flat;
}

/** What one feature's words get wrong. */
export function faults(feature: string, french: Words, english: Words): string[] {
  const fr = flatten(french);
  const en = flatten(english);
  const found: string[] = [];
  for (const key of fr.keys()) if (!en.has(key)) found.push(`${feature}: ${key} has no English`);
  for (const key of en.keys()) if (!fr.has(key)) found.push(`${feature}: ${key} has no French`);
  for (const [key, text] of fr) {
    if (setFrench(text) !== text) found.push(`${feature}: ${key} is not set as French: ${text}`);
    const other = en.get(key);
    if (other !== undefined && holes(text) !== holes(other)) found.push(`${feature}: ${key} does not have the same {{holes}} in both languages`);
  }
  return found;
}

// A singular may do without its number: "one file", "3 files".
function holes(text: string): string {
  const names = [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).filter((name) => name !== "count" && name !== "number");
  return [...new Set(names)].sort().join(" ");
}

function read(path: string): Words {
  return JSON.parse(readFileSync(path, "utf8")) as Words;
}

function fix(words: Words): Words {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === "string" ? setFrench(value) : fix(value)]));
}

function main(): void {
  const files = new Set([...readdirSync(join(root, "fr")), ...readdirSync(join(root, "en"))]);
  if (process.argv.includes("--fix")) {
    for (const file of readdirSync(join(root, "fr"))) writeFileSync(join(root, "fr", file), `${JSON.stringify(fix(read(join(root, "fr", file))), null, 2)}\n`);
  }
  const found = [...files].flatMap((file) => {
    try {
      return faults(file, read(join(root, "fr", file)), read(join(root, "en", file)));
    } catch (error) {
      return [`${file}: ${String(error)}`];
    }
  });
  for (const fault of found) console.error(fault);
  if (found.length > 0) process.exit(1);
  console.log(`words: ${files.size} features say the same in French and English`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
