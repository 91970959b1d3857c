import { expect, it } from "vitest";
import { byNumber } from "./reason";

const shown = ["Hélène Marchetti", "Cheffe de projet guichet · DNUM"];

it.each(["4110", "02 99 00 41 10", "+33 (0)2.99.00.41.10"])("%s is answered by a telephone", (typed) => {
  expect(byNumber(typed, shown)).toBe(true);
});

it.each(["41", "guichet", "bureau 4110", "", "2B"])("“%s” is no piece of a number", (typed) => {
  expect(byNumber(typed, shown)).toBe(false);
});

it("what is marked already needs no other reason", () => {
  expect(byNumber("2026", ["Mission 2026"])).toBe(false);
});
