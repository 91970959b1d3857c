// Reads Vite's manifest: which files the first page needs, and which belong to a page fetched later.

export interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
  assets?: string[];
}

export type Manifest = Record<string, Chunk>;

/** Every chunk reached from `key` by plain imports: what a browser fetches before that chunk can run. */
export function reachable(manifest: Manifest, key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key]?.imports ?? []) reachable(manifest, next, seen);
  return seen;
}

export function entryKey(manifest: Manifest): string {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
  if (!entry) throw new Error("the build's manifest has no entry");
  return entry;
}

/** Files of the shell: the entry, what it imports, their styles and the fonts those styles name. */
export function shellFiles(json: string): Set<string> {
  const manifest = JSON.parse(json) as Manifest;
  const files = new Set<string>();
  for (const key of reachable(manifest, entryKey(manifest))) {
    const chunk = manifest[key];
    if (!chunk) continue;
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
  }
  // The pages every agent meets first: the sign-in page is of no use without the network, home is.
  for (const [key, chunk] of Object.entries(manifest)) {
    if (key.endsWith(".woff2") && !key.includes("italic")) files.add(chunk.file);
  }
  return files;
}
