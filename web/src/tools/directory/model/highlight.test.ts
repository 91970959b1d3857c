import { describe, expect, it } from "vitest";
import { highlight } from "./highlight";

const shown = (text: string, typed: string) =>
  highlight(text, typed)
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join("");

describe("what answers is marked", () => {
  it.each([
    ["Yann Le Goff", "gof guichet", "Yann Le [Gof]f"],
    ["Mathilde Œuvrard", "oeuv", "Mathilde [Œuv]rard"],
    ["Hélène Marchetti", "helene", "[Hélène] Marchetti"],
    ["Jean-François Lacroix", "FRANC", "Jean-[Franç]ois Lacroix"],
    ["Direction du numérique", "du", "Direction [du] numérique"],
  ])("%s for %s", (text, typed, expected) => expect(shown(text, typed)).toBe(expected));

  it("marks nothing for one letter, nothing typed, or a word that is inside another", () => {
    for (const typed of ["", "y", " ", "ann"]) expect(shown("Yann Le Goff", typed)).toBe("Yann Le Goff");
  });

  it("loses no letter", () => {
    for (const text of ["", "É", "e\u0301cole", "Œ", "a.b@c"]) expect(highlight(text, "ec oe a b").map(({ text }) => text).join("")).toBe(text);
  });
});
