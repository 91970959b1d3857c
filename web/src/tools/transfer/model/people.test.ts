import { expect, it } from "vitest";

import type { Parcel, Recipient } from "@/api/types";

import { senderName, toRemind } from "./people";

const now = new Date("2026-11-23T09:00:00Z");
const one = (id: string, downloads: number) => ({ id, downloads: Array.from({ length: downloads }, () => ({})) }) as Recipient;
const reminded = (recipient: string, at: string) => ({ at, kind: "reminded", recipient }) as Parcel["events"][number];

it("reminds those who took nothing, once a day", () => {
  const parcel = { recipients: [one("a", 0), one("b", 1), one("c", 0), one("d", 0)], events: [reminded("c", "2026-11-23T07:00:00Z"), reminded("d", "2026-11-22T22:00:00Z")] };
  expect(toRemind(parcel, now).map(({ id }) => id)).toEqual(["a", "d"]);
});

it("calls an outsider by name and proven address, an agent by name alone", () => {
  const marc = { name: "Marc Delorme", address: "marc@atelier.exemple.org" };
  expect(senderName({ ...marc, agent: false })).toBe("Marc Delorme (marc@atelier.exemple.org)");
  expect(senderName({ ...marc, agent: true })).toBe("Marc Delorme");
  expect(senderName({ name: marc.address, address: marc.address, agent: false })).toBe(marc.address);
});
