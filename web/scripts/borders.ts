// Who may import whom: tools never one another, the kit nothing of the application, the shell no tool by name.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** Rooms each room may look into, besides itself. */
const allowed: Record<string, string[]> = {
  api: [],
  ui: [],
  theme: [],
  i18n: ["api"],
  app: ["api", "i18n", "theme", "ui"],
  tools: ["api", "app", "i18n", "theme", "ui"],
};

/** What is wrong with one import, or null. Paths are relative to src. */
export function crossing(from: string, to: string): string | null {
  const [room = "", tool] = from.split("/");
  const [other = "", otherTool] = to.split("/");
  if (!(room in allowed) || !(other in allowed)) return null;
  if (room === "tools" && other === "tools") return tool === otherTool ? null : `${from} imports another tool, ${to}`;
  return room === other || allowed[room]?.includes(other) ? null : `${from} looks into ${other}: ${to}`;
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(([, path]) => path ?? "");
  return named.flatMap((path) => {
    if (path.startsWith("@/")) return [path.slice(2)];
    return path.startsWith(".") ? [relative(src, resolve(dirname(file), path))] : [];
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesOf(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const found = filesOf(src).flatMap((file) => importsOf(file).flatMap((to) => crossing(relative(src, file), to) ?? []));
  for (const fault of found) console.error(fault);
  if (found.length > 0) process.exit(1);
  console.log("borders: every room keeps to its neighbours");
}
