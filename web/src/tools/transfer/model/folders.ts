// Files under the folders they came in.

export interface Folder<T> {
  /** `Photos/Façade`, or nothing for the files that came alone. */
  readonly path: string;
  readonly files: readonly T[];
  readonly size: number;
}

/** Folders in the order their first file appears, with lone files first. */
export function byFolder<T extends { path: string; size: number }>(files: readonly T[]): Folder<T>[] {
  const folders = new Map<string, T[]>([["", []]]);
  for (const file of files) {
    const path = folderOf(file.path);
    const inside = folders.get(path);
    if (inside) inside.push(file);
    else folders.set(path, [file]);
  }
  return [...folders]
    .filter(([, inside]) => inside.length > 0)
    .map(([path, inside]) => ({ path, files: inside, size: inside.reduce((sum, { size }) => sum + size, 0) }));
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
