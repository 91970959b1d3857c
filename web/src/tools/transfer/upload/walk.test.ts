import { describe, expect, it } from "vitest";

import { fromInput } from "./picked";
import { fromEntry, type Node, walk } from "./walk";

function file(name: string): Node {
  return { kind: "file", name, open: () => Promise.resolve(new File([], name)), handle: null };
}

function folder(name: string, ...inside: Node[]): Node {
  return {
    kind: "folder",
    name,
    async *children() {
      yield* inside;
    },
  };
}

const paths = async (nodes: Node[], max = 100) => (await walk(nodes, max)).picked.map(({ path }) => path);

describe("walking what was dropped", () => {
  it("keeps the folders of each file", async () => {
    expect(await paths([folder("Photos", file("a.jpg"), folder("Été", file("b.jpg"))), file("c.pdf")])).toEqual([
      "Photos/a.jpg",
      "Photos/Été/b.jpg",
      "c.pdf",
    ]);
  });

  it("leaves the files of the system aside and counts them", async () => {
    const harvest = await walk([folder("P", file(".DS_Store"), file("Thumbs.db"), file("~$note.docx"), folder("__MACOSX", file("x")), file("a"))], 100);
    expect(harvest.picked.map(({ path }) => path)).toEqual(["P/a"]);
    expect(harvest.skipped).toBe(4);
  });

  it("stops at the number of files a parcel takes", async () => {
    const harvest = await walk([folder("P", file("a"), file("b"), file("c"))], 2);
    expect(harvest.picked).toHaveLength(2);
    expect(harvest.cut).toBe(true);
  });

  it("goes on beside a folder it may not read", async () => {
    const closed: Node = {
      kind: "folder",
      name: "closed",
      // eslint-disable-next-line require-yield
      async *children() {
        throw new Error("forbidden");
      },
    };
    const harvest = await walk([closed, file("a")], 100);
    expect(harvest.picked.map(({ path }) => path)).toEqual(["a"]);
    expect(harvest.unreadable).toEqual(["closed"]);
  });

  it("reads a folder that is handed out in batches", async () => {
    const batches = [["a", "b"], ["c"], []];
    const entry = {
      isFile: false,
      name: "P",
      createReader: () => ({
        readEntries: (give: (entries: unknown[]) => void) =>
          give((batches.shift() ?? []).map((name) => ({ isFile: true, name, file: (give: (file: File) => void) => give(new File([], name)) }))),
      }),
    } as unknown as FileSystemEntry;
    expect(await paths([fromEntry(entry)])).toEqual(["P/a", "P/b", "P/c"]);
  });

  it("reads what a folder field holds", () => {
    const inside = (path: string) => Object.defineProperty(new File([], path.split("/").at(-1) ?? ""), "webkitRelativePath", { value: path });
    const { picked, skipped } = fromInput([inside("P/a.txt"), inside("P/.DS_Store"), inside("__MACOSX/b")]);
    expect(picked.map(({ path }) => path)).toEqual(["P/a.txt"]);
    expect(skipped).toBe(2);
  });
});
