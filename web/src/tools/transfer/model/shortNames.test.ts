import { expect, it } from "vitest";

import { shortNames } from "./shortNames";

it("keeps the first word of each name", () => {
  expect(shortNames(["Plans_lot3_indice-C.pdf", "DPGF_guichet_2027.xlsx", "notes"])).toEqual(["Plans", "DPGF", "notes"]);
});

it("keeps whole the names that begin alike", () => {
  expect(shortNames(["IMG_001.jpg", "IMG_002.jpg", "Plan.pdf"])).toEqual(["IMG_001", "IMG_002", "Plan"]);
});
