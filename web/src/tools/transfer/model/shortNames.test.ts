import { expect, it } from "vitest";

import { shortNames } from "./shortNames";

it("keeps the first word of each name", () => {
  expect(shortNames(["Plans_lot3_indice-C.pdf", "DPGF_guichet_2027.xlsx", "notes"])).toEqual(["Plans", "DPGF", "notes"]);
});

it("shows where names that begin alike part", () => {
  expect(shortNames(["IMG_001.jpg", "IMG_002.jpg", "Plan.pdf"])).toEqual(["001", "002", "Plan"]);
  expect(shortNames(["Annexe_1_bordereau.csv", "Annexe_2_calendrier.txt"])).toEqual(["1_bordereau", "2_calendrier"]);
  expect(shortNames(["a-12.txt", "a-13.txt"])).toEqual(["12", "13"]);
});
