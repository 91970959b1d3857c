// Weight of what a browser fetches, compressed: the shell, then what each page adds to it.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { entryKey, reachable, type Manifest } from "./manifest.ts";

/** Kilobytes of gzip. */
const budgets = { shell: 180, follows: 45, page: 60, kit: 90, styles: 15, fonts: 72 };

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const file = `${dist}.vite/manifest.json`;

if (!existsSync(file)) {
  console.error("budgets: build first (pnpm build)");
  process.exit(1);
}

const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
const shell = reachable(manifest, entryKey(manifest));
// Menus and what floats: fetched once after the first paint, then shared by every page.
const follows = reachable(manifest, "src/app/AccountMenu.tsx", new Set(shell));
const pages = Object.keys(manifest).filter((key) => manifest[key]?.isDynamicEntry && key.endsWith("Page.tsx"));
const over: string[] = [];

check("shell", weigh([...shell], scripts), budgets.shell);
check("what follows it", weigh([...follows].filter((key) => !shell.has(key)), scripts), budgets.follows);
check("styles of the shell", weigh([...shell], styles), budgets.styles);
check("fonts", fonts(), budgets.fonts);
for (const page of pages) {
  const added = [...reachable(manifest, page)].filter((key) => !follows.has(key));
  // The page of the kit shows everything at once, to those who build.
  check(page.replace(/^src\//, ""), weigh(added, scripts), page.includes("KitPage") ? budgets.kit : budgets.page);
}

if (over.length > 0) {
  console.error(`over budget: ${over.join(", ")}`);
  process.exit(1);
}

function check(name: string, kilobytes: number, most: number): void {
  console.log(`${kilobytes.toFixed(1).padStart(7)} of ${most} kB  ${name}`);
  if (kilobytes > most) over.push(name);
}

function weigh(keys: string[], choose: (key: string) => string[]): number {
  const files = new Set(keys.flatMap(choose));
  return [...files].reduce((sum, name) => sum + gzipSync(readFileSync(dist + name)).length, 0) / 1000;
}

function scripts(key: string): string[] {
  const name = manifest[key]?.file ?? "";
  return name.endsWith(".js") ? [name] : [];
}

function styles(key: string): string[] {
  return manifest[key]?.css ?? [];
}

/** Fonts are compressed already; italic is fetched on demand. */
function fonts(): number {
  const names = Object.keys(manifest).filter((key) => key.endsWith(".woff2") && !key.includes("italic"));
  return names.reduce((sum, key) => sum + readFileSync(dist + (manifest[key]?.file ?? "")).length, 0) / 1000;
}
