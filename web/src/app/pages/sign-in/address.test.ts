import { expect, it } from "vitest";
import { inside, looksLikeAddress } from "./useSignIn";

it.each([
  ["helene.marchetti@ecologie.example", true],
  [" a@b.fr ", true],
  ["helene", false],
  ["helene@", false],
  ["helene@ecologie", false],
  ["a b@c.fr", false],
])("takes %j for an address: %s", (typed, is) => expect(looksLikeAddress(typed)).toBe(is));

it.each([
  ["/account?dialog=totp", "/account?dialog=totp"],
  ["//example.org", "/"],
  ["/\\example.org", "/"],
  ["https://example.org", "/"],
  ["/sign-in?next=/", "/"],
  [null, "/"],
])("after the door, %j leads to %s", (next, where) => expect(inside(next)).toBe(where));
