// What this browser remembers of unfinished uploads: when the file was last changed and, where it can, how to reopen it.
// Only the server knows how much it holds; without this memory one only has to choose the file again.

export interface Keepsake {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly handle: FileSystemFileHandle | null;
}

export interface Keepsakes {
  get(parcel: string, file: string): Promise<Keepsake | null>;
  put(parcel: string, file: string, keepsake: Keepsake): Promise<void>;
  drop(parcel: string, file: string): Promise<void>;
}

const STORE = "files";

/** Kept in IndexedDB, the only place that can hold a file handle. A browser that forbids it simply remembers nothing. */
export class BrowserKeepsakes implements Keepsakes {
  #opened: Promise<IDBDatabase> | null = null;

  async get(parcel: string, file: string): Promise<Keepsake | null> {
    return this.#run("readonly", (store) => store.get(`${parcel}/${file}`) as IDBRequest<Keepsake | undefined>).then(
      (found) => found ?? null,
      () => null,
    );
  }

  async put(parcel: string, file: string, keepsake: Keepsake): Promise<void> {
    await this.#run("readwrite", (store) => store.put(keepsake, `${parcel}/${file}`)).catch(() => undefined);
  }

  async drop(parcel: string, file: string): Promise<void> {
    await this.#run("readwrite", (store) => store.delete(`${parcel}/${file}`)).catch(() => undefined);
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("transfer-uploads", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("no database"));
    });
    return this.#opened;
  }

  async #run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const request = ask(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("not kept"));
    });
  }
}

/** Reopens the file behind a handle. Call with `ask` from a click only: the browser then shows its own question. */
export async function reopen(handle: FileSystemFileHandle, ask: boolean): Promise<File | null> {
  try {
    const mode = { mode: "read" } as const;
    let permission = (await handle.queryPermission?.(mode)) ?? "granted";
    if (permission === "prompt" && ask) permission = (await handle.requestPermission?.(mode)) ?? "denied";
    return permission === "granted" ? await handle.getFile() : null;
  } catch {
    // Moved, renamed or deleted since: the person will choose it again.
    return null;
  }
}
