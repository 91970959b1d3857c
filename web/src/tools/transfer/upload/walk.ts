// Walks dropped folders, whichever of the two browser interfaces gives them, and stops before it drowns.

import { type Picked, isSystemFile, isSystemFolder } from "./picked";

export type Node =
  | { kind: "file"; name: string; open(): Promise<File>; handle: FileSystemFileHandle | null }
  | { kind: "folder"; name: string; children(): AsyncIterable<Node> };

export interface Harvest {
  picked: Picked[];
  /** System files left aside. */
  skipped: number;
  /** Paths the browser would not let us read. */
  unreadable: string[];
  /** True when there were more files than asked for: the walk stopped there. */
  cut: boolean;
}

const MAX_DEPTH = 32;

export async function walk(nodes: Iterable<Node> | AsyncIterable<Node>, maxFiles: number): Promise<Harvest> {
  const harvest: Harvest = { picked: [], skipped: 0, unreadable: [], cut: false };
  await gather(nodes, "", 0, maxFiles, harvest);
  return harvest;
}

async function gather(
  nodes: Iterable<Node> | AsyncIterable<Node>,
  folder: string,
  depth: number,
  maxFiles: number,
  harvest: Harvest,
): Promise<void> {
  try {
    for await (const node of nodes) {
      if (harvest.cut) return;
      const path = folder + node.name;
      if (node.kind === "folder") {
        if (isSystemFolder(node.name)) harvest.skipped += 1;
        else if (depth >= MAX_DEPTH) harvest.unreadable.push(path);
        else await gather(node.children(), `${path}/`, depth + 1, maxFiles, harvest);
      } else if (isSystemFile(node.name)) {
        harvest.skipped += 1;
      } else if (harvest.picked.length >= maxFiles) {
        harvest.cut = true;
      } else {
        await take(node, path, harvest);
      }
    }
  } catch {
    // A folder that refuses to be listed (rights, a drive pulled out) must not lose its neighbours.
    harvest.unreadable.push(folder.replace(/\/$/, ""));
  }
}

async function take(node: Node & { kind: "file" }, path: string, harvest: Harvest): Promise<void> {
  try {
    harvest.picked.push({ file: await node.open(), path, handle: node.handle });
  } catch {
    harvest.unreadable.push(path);
  }
}

/** What was dropped. Must be called within the drop event itself: the list is emptied as soon as it returns. */
export function droppedNodes(transfer: DataTransfer): Promise<Node[]> {
  const found = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => {
      const entry = item.webkitGetAsEntry?.() ?? null;
      const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null);
      const file = item.getAsFile();
      return { entry, handle, file };
    });
  return Promise.all(
    found.map(async ({ entry, handle, file }): Promise<Node | null> => {
      const held = await handle;
      if (held) return fromHandle(held);
      if (entry) return fromEntry(entry);
      return file ? { kind: "file", name: file.name, open: () => Promise.resolve(file), handle: null } : null;
    }),
  ).then((nodes) => nodes.filter((node) => node !== null));
}

export function fromHandle(handle: FileSystemHandle): Node {
  if (handle.kind === "file") {
    const file = handle as FileSystemFileHandle;
    return { kind: "file", name: file.name, open: () => file.getFile(), handle: file };
  }
  return { kind: "folder", name: handle.name, children: () => insideHandle(handle as FileSystemDirectoryHandle) };
}

async function* insideHandle(folder: FileSystemDirectoryHandle): AsyncGenerator<Node> {
  for await (const child of folder.values()) yield fromHandle(child);
}

export function fromEntry(entry: FileSystemEntry): Node {
  if (entry.isFile) {
    const file = entry as FileSystemFileEntry;
    return {
      kind: "file",
      name: entry.name,
      open: () => new Promise((resolve, reject) => file.file(resolve, reject)),
      handle: null,
    };
  }
  return { kind: "folder", name: entry.name, children: () => insideEntry(entry as FileSystemDirectoryEntry) };
}

async function* insideEntry(folder: FileSystemDirectoryEntry): AsyncGenerator<Node> {
  const reader = folder.createReader();
  // Browsers hand out a hundred entries at a time; an empty batch is the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const entry of batch) yield fromEntry(entry);
  }
}
