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

it("shows a recovery code in groups of five", () => {
  expect(dashed("k7px3 mqa9b22xyzabcdefghjk", 25, 5)).toBe("K7PX3-MQA9B-22XYZ-ABCDE-FGHJK");
});

it.each([
  ["123 456", "123456"],
  ["12a3", "123"],
  ["1234567", "123456"],
])("keeps the digits of %j: %s", (typed, kept) => expect(digits(typed)).toBe(kept));
