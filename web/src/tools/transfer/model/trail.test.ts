import { describe, expect, it } from "vitest";

import type { ParcelEvent, ParcelFile } from "@/api/types";

import { trail } from "./trail";

const files = ["f1", "f2"].map((id) => ({ id }) as ParcelFile);
const at = (minute: number, kind: ParcelEvent["kind"], recipient: string | null = null, file: string | null = null): ParcelEvent => ({
  at: new Date(Date.UTC(2026, 10, 23, 8, minute)).toISOString(),
  kind,
  recipient,
  file,
});
const told = (events: ParcelEvent[]) => trail({ events, files }).map(({ kind, recipients, files }) => [kind, recipients.join(), files.join()]);

describe("what happened to a parcel", () => {
  it("tells the newest first", () => {
    expect(told([at(0, "sent"), at(5, "prolonged")])).toEqual([["prolonged", "", ""], ["sent", "", ""]]);
  });

  it("tells downloads of one sitting once, opening included", () => {
    const events = [at(1, "opened", "r1"), at(2, "downloaded", "r1", "f1"), at(3, "downloaded", "r1", "f2"), at(4, "downloaded", "r1", "f1")];
    expect(told(events)).toEqual([["downloaded", "r1", "f1,f2"]]);
    expect(trail({ events, files })[0]?.all).toBe(true);
  });

  it("keeps people and days apart", () => {
    expect(told([at(1, "downloaded", "r1", "f1"), at(2, "downloaded", "r2", "f1"), at(40, "downloaded", "r1", "f2")])).toEqual([
      ["downloaded", "r1", "f2"],
      ["downloaded", "r2", "f1"],
      ["downloaded", "r1", "f1"],
    ]);
  });

  it("tells one reminder to several people once", () => {
    expect(told([at(1, "reminded", "r1"), at(1, "reminded", "r2")])).toEqual([["reminded", "r1,r2", ""]]);
  });
});
