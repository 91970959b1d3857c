import { expect, it } from "vitest";
import { dashed, digits } from "./code";

it.each([
  ["abcd efgh", "ABCD-EFGH"],
  ["ABCD-EFGH", "ABCD-EFGH"],
  ["abc", "ABC"],
  ["abcd", "ABCD"],
  ["", ""],
  [" abcd-efgh-ijkl ", "ABCD-EFGH"],
])("shows %j as %s", (typed, shown) => expect(dashed(typed)).toBe(shown));

it("shows a recovery code in three parts", () => {
  expect(dashed("abcd efghijkl", 12)).toBe("ABCD-EFGH-IJKL");
});

it.each([
  ["123 456", "123456"],
  ["12a3", "123"],
  ["1234567", "123456"],
])("keeps the digits of %j: %s", (typed, kept) => expect(digits(typed)).toBe(kept));
