import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Keepsake, Keepsakes } from "./keepsake";
import type { Picked } from "./picked";
import type { Trouble } from "./retry";
import { Slots } from "./slots";
import type { Load, LoadEvents, Transport } from "./transport";
import { type RemoteFile, Uploads } from "./uploads";

const ROOM = { max_files: 100, max_file_bytes: 10_000, max_parcel_bytes: 20_000 };

/** A server and a network one can hold in the hand. */
class Wire implements Transport {
  loads: { load: Load; events: LoadEvents; stopped: boolean }[] = [];
  removed: string[] = [];
  found: string | null = null;

  send(load: Load, events: LoadEvents): () => void {
    const one = { load, events, stopped: false };
    this.loads.push(one);
    return () => {
      one.stopped = true;
    };
  }

  remove(url: string): Promise<void> {
    this.removed.push(url);
    return Promise.resolve();
  }

  find(): Promise<string | null> {
    return Promise.resolve(this.found);
  }

  last() {
    const one = this.loads.at(-1);
    if (!one) throw new Error("nothing was sent");
    return one;
  }
}

class Memory implements Keepsakes {
  kept = new Map<string, Keepsake>();
  get(parcel: string, file: string) {
    return Promise.resolve(this.kept.get(`${parcel}/${file}`) ?? null);
  }
  put(parcel: string, file: string, keepsake: Keepsake) {
    this.kept.set(`${parcel}/${file}`, keepsake);
    return Promise.resolve();
  }
  drop(parcel: string, file: string) {
    this.kept.delete(`${parcel}/${file}`);
    return Promise.resolve();
  }
}

function chosen(path: string, size: number, modified = 1): Picked {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { file: new File([new Uint8Array(size)], name, { lastModified: modified }), path, handle: null };
}

function remote(id: string, path: string, size: number, received: number): RemoteFile {
  return { id, path, size, received, complete: received === size, upload_url: `/tus/transfer/p1/${id}` };
}

describe("uploads", () => {
  let wire: Wire;
  let memory: Memory;
  let online: boolean;
  let uploads: Uploads;
  const states = () => uploads.snapshot().items.map((item) => item.state.is);
  const cut: Trouble = { kind: "cut" };

  beforeEach(() => {
    vi.useFakeTimers();
    wire = new Wire();
    memory = new Memory();
    online = true;
    uploads = new Uploads("p1", { transport: wire, keepsakes: memory, slots: new Slots(), online: () => online, changed: () => undefined });
  });

  afterEach(() => {
    uploads.close();
    vi.useRealTimers();
  });

  it("sends three files at once and the next when one has arrived", () => {
    uploads.add(["a", "b", "c", "d"].map((path) => chosen(path, 10)), ROOM);
    expect(states()).toEqual(["sending", "sending", "sending", "queued"]);

    wire.loads[0]?.events.arrived();

    expect(states()).toEqual(["done", "sending", "sending", "sending"]);
    expect(wire.last().load.path).toBe("d");
  });

  it("shares its slots with the other parcels of the window", () => {
    const slots = new Slots();
    const port = { transport: wire, keepsakes: memory, slots, online: () => true, changed: () => undefined };
    const first = new Uploads("p1", port);
    const second = new Uploads("p2", port);
    first.add(["a", "b", "c"].map((path) => chosen(path, 10)), ROOM);
    second.add([chosen("z", 10)], ROOM);
    expect(second.snapshot().items[0]?.state.is).toBe("queued");

    first.pauseAll();

    expect(second.snapshot().items[0]?.state.is).toBe("sending");
    first.close();
    second.close();
  });

  it("counts down after a cut, then goes on where the server stands", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    wire.last().events.moved(400);
    wire.last().events.failed(cut);
    expect(uploads.snapshot().items[0]?.state).toEqual({ is: "retrying", cause: "cut", seconds: 2 });

    vi.advanceTimersByTime(1000);
    expect(uploads.snapshot().items[0]?.state).toEqual({ is: "retrying", cause: "cut", seconds: 1 });
    vi.advanceTimersByTime(1000);

    expect(wire.loads).toHaveLength(2);
    expect(wire.last().load.url).toBe("/tus/transfer/p1/f1");
  });

  it("waits longer after each cut", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    const waits = [2, 4, 8, 15].map((seconds) => {
      wire.last().events.failed(cut);
      const { state } = uploads.snapshot().items[0] ?? {};
      vi.advanceTimersByTime(seconds * 1000);
      return state?.is === "retrying" ? state.seconds : null;
    });
    expect(waits).toEqual([2, 4, 8, 15]);
  });

  it("does not count down without a network, and starts the moment it is back", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    online = false;
    wire.last().events.failed(cut);
    expect(states()).toEqual(["offline"]);

    online = true;
    uploads.backOnline();

    expect(states()).toEqual(["sending"]);
  });

  it("takes over a file whose creation was answered into the void, rather than sending it twice", async () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.failed(cut);
    wire.found = "/tus/transfer/p1/f9";
    await vi.advanceTimersByTimeAsync(2000);

    expect(wire.last().load.url).toBe("/tus/transfer/p1/f9");
  });

  it("does not take a file being created for another one", async () => {
    uploads.add([chosen("a", 1000)], ROOM);
    await uploads.adopt([remote("f1", "a", 1000, 0)]);
    expect(uploads.snapshot().items).toHaveLength(1);
  });

  it("declares dead a connection that moves nothing for a minute", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    vi.advanceTimersByTime(60_500);
    expect(wire.loads[0]?.stopped).toBe(true);
    expect(states()).toEqual(["retrying"]);
  });

  it("says so when the session has ended, and loses nothing", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    wire.last().events.failed({ kind: "signed_out" });
    expect(states()).toEqual(["failed"]);

    uploads.resume(uploads.snapshot().items[0]?.key ?? "");

    expect(wire.last().load.url).toBe("/tus/transfer/p1/f1");
  });

  it("starts afresh a file that the server has forgotten", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    wire.last().events.failed({ kind: "gone" });
    uploads.resume(uploads.snapshot().items[0]?.key ?? "");
    expect(wire.last().load.url).toBeNull();
  });

  it("pauses and goes on", () => {
    uploads.add([chosen("a", 1000)], ROOM);
    const key = uploads.snapshot().items[0]?.key ?? "";
    wire.last().events.located("/tus/transfer/p1/f1");
    uploads.pause(key);
    expect(wire.loads[0]?.stopped).toBe(true);
    expect(states()).toEqual(["paused"]);

    uploads.resume(key);

    expect(wire.last().load.url).toBe("/tus/transfer/p1/f1");
    expect(states()).toEqual(["sending"]);
  });

  it("asks for the file again after a reload, and goes on with the same one only", async () => {
    await uploads.adopt([remote("f1", "Visite.mp4", 1000, 300)]);
    expect(uploads.snapshot().items[0]).toMatchObject({ sent: 300, state: { is: "missing", changed: false } });
    const key = uploads.snapshot().items[0]?.key ?? "";

    expect(uploads.continueWith(key, chosen("Visite.mp4", 999))).toBe(false);
    expect(uploads.snapshot().items[0]?.state).toMatchObject({ is: "missing", changed: true });
    expect(uploads.continueWith(key, chosen("Visite.mp4", 1000))).toBe(true);

    expect(wire.last().load.url).toBe("/tus/transfer/p1/f1");
  });

  it("refuses a file of the same size that was changed since", async () => {
    memory.kept.set("p1/f1", { path: "a.txt", size: 1000, modified: 5, handle: null });
    await uploads.adopt([remote("f1", "a.txt", 1000, 300)]);
    const key = uploads.snapshot().items[0]?.key ?? "";
    expect(uploads.continueWith(key, chosen("a.txt", 1000, 6))).toBe(false);
    expect(uploads.continueWith(key, chosen("a.txt", 1000, 5))).toBe(true);
  });

  it("goes on by itself after a reload where the browser kept the key to the file", async () => {
    const file = new File([new Uint8Array(1000)], "a.txt", { lastModified: 5 });
    const handle = { queryPermission: () => Promise.resolve("granted"), getFile: () => Promise.resolve(file) } as unknown as FileSystemFileHandle;
    memory.kept.set("p1/f1", { path: "a.txt", size: 1000, modified: 5, handle });
    await uploads.adopt([remote("f1", "a.txt", 1000, 300)]);
    expect(states()).toEqual(["sending"]);
    expect(wire.last().load.url).toBe("/tus/transfer/p1/f1");
  });

  it("continues unfinished files dropped among new ones", async () => {
    await uploads.adopt([remote("f1", "Photos/a.jpg", 100, 30)]);
    uploads.add([chosen("Photos/a.jpg", 100), chosen("Photos/b.jpg", 50)], ROOM);
    expect(wire.loads.map(({ load }) => [load.path, load.url])).toEqual([
      ["Photos/a.jpg", "/tus/transfer/p1/f1"],
      ["Photos/b.jpg", null],
    ]);
  });

  it("refuses what does not fit, and says why", () => {
    uploads.add([chosen("a", 8000), chosen("huge", 10_001), chosen("a", 8000), chosen("b", 8000), chosen("c", 8000)], ROOM);
    expect(uploads.snapshot().refused).toEqual([
      { path: "huge", why: "too_large" },
      { path: "a", why: "already_there" },
      { path: "c", why: "no_room" },
    ]);
    expect(uploads.snapshot().items.map(({ path }) => path)).toEqual(["a", "b"]);
  });

  it("takes two files of one name when they differ", () => {
    uploads.add([chosen("a", 10), chosen("a", 20)], ROOM);
    expect(uploads.snapshot().refused).toEqual([]);
    expect(states()).toEqual(["sending", "sending"]);
  });

  it("knows again a file that the server called otherwise", async () => {
    memory.kept.set("p1/f1", { path: "CON.txt", size: 1000, modified: 5, handle: null });
    await uploads.adopt([remote("f1", "_CON.txt", 1000, 300)]);
    expect(uploads.continueWith(uploads.snapshot().items[0]?.key ?? "", chosen("CON.txt", 1000, 5))).toBe(true);
  });

  it("takes an empty file", () => {
    uploads.add([chosen("vide.txt", 0)], ROOM);
    wire.last().events.arrived();
    expect(states()).toEqual(["done"]);
  });

  it("brings a removed file back when one changes one’s mind", async () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    const removal = uploads.remove(uploads.snapshot().items[0]?.key ?? "");
    expect(uploads.snapshot().items).toEqual([]);

    removal.undo();
    await removal.commit();

    expect(states()).toEqual(["sending"]);
    expect(wire.removed).toEqual([]);
  });

  it("makes pending removals final before sending", async () => {
    uploads.add([chosen("a", 1000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    uploads.remove(uploads.snapshot().items[0]?.key ?? "");
    await uploads.flush();
    expect(wire.removed).toEqual(["/tus/transfer/p1/f1"]);
    await uploads.adopt([]);
    expect(uploads.snapshot().items).toEqual([]);
  });

  it("speaks at nought, half and the whole", () => {
    const said: string[] = [];
    uploads.subscribe(() => {
      const { announcement } = uploads.snapshot();
      if (announcement) said[announcement.number] = announcement.is;
    });
    uploads.add([chosen("a", 1000)], ROOM);
    for (const sent of [100, 300, 600, 900]) {
      wire.last().events.moved(sent);
      vi.advanceTimersByTime(300);
    }
    wire.last().events.arrived();
    expect(said.filter(Boolean)).toEqual(["started", "half", "done"]);
  });

  it("tells the speed and the time left once they are honest", () => {
    uploads.add([chosen("a", 10_000)], ROOM);
    for (let sent = 0; sent <= 2000; sent += 500) {
      wire.last().events.moved(sent);
      vi.advanceTimersByTime(500);
    }
    expect(uploads.snapshot().perSecond).toBeCloseTo(800, -2);
    expect(uploads.snapshot().secondsLeft).toBeCloseTo(10, 0);
  });

  it("does not take what the server already held for speed", () => {
    uploads.add([chosen("a", 10_000)], ROOM);
    wire.last().events.located("/tus/transfer/p1/f1");
    wire.last().events.moved(9000);
    vi.advanceTimersByTime(2000);
    wire.last().events.moved(9000);
    vi.advanceTimersByTime(250);
    expect(uploads.snapshot().perSecond).toBe(0);
  });

  it("forgets finished files that were removed elsewhere", async () => {
    await uploads.adopt([remote("f1", "a", 10, 10), remote("f2", "b", 10, 10)]);
    await uploads.adopt([remote("f2", "b", 10, 10)]);
    expect(uploads.snapshot().items.map(({ path }) => path)).toEqual(["b"]);
  });
});
