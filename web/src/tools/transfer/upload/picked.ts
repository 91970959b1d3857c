// A file as someone chose or dropped it, with the folder it came from.

export interface Picked {
  readonly file: File;
  /** `Photos/a.jpg`: the folders are kept, always with `/`. */
  readonly path: string;
  /** Where the browser offers one, the key that lets us read the file again after a restart. */
  readonly handle: FileSystemFileHandle | null;
}

const SYSTEM_FILES = new Set([".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized"]);
const SYSTEM_FOLDERS = new Set(["__macosx", ".spotlight-v100", ".trashes", ".fseventsd", "$recycle.bin"]);

/** Files that an operating system or an office suite drops beside ours, and that nobody means to send. */
export function isSystemFile(name: string): boolean {
  return SYSTEM_FILES.has(name.toLowerCase()) || name.startsWith("._") || name.startsWith("~$");
}

export function isSystemFolder(name: string): boolean {
  return SYSTEM_FOLDERS.has(name.toLowerCase());
}

/** What an `<input type="file">` holds, with or without `webkitdirectory`. */
export function fromInput(files: Iterable<File>): { picked: Picked[]; skipped: number } {
  const picked: Picked[] = [];
  let skipped = 0;
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    const folders = path.split("/").slice(0, -1);
    if (isSystemFile(file.name) || folders.some(isSystemFolder)) skipped += 1;
    else picked.push({ file, path, handle: null });
  }
  return { picked, skipped };
}
