import { expect, it } from "vitest";
import { dashed } from "./CodeForm";
import { looksLikeAddress } from "./useSignIn";

it.each([
  ["abcd efgh", "ABCD-EFGH"],
  ["ABCD-EFGH", "ABCD-EFGH"],
  ["abc", "ABC"],
  ["abcd", "ABCD"],
  [" abcd-efgh-ijkl ", "ABCD-EFGH"],
])("shows %j as %s", (typed, shown) => expect(dashed(typed)).toBe(shown));

it.each([
  ["helene.marchetti@ecologie.example", true],
  [" a@b.fr ", true],
  ["helene", false],
  ["helene@", false],
  ["helene@ecologie", false],
  ["a b@c.fr", false],
])("takes %j for an address: %s", (typed, is) => expect(looksLikeAddress(typed)).toBe(is));
