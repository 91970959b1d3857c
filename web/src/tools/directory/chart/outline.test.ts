import { describe, expect, it } from "vitest";
import type { Organisation } from "@/api/types";
import { Outline } from "./outline";

const one = (id: string, parent: string | null): Organisation => ({ id, parent, name: id, acronym: null, kind: "direction", domains: [] });
const outline = new Outline([one("ministry", null), one("bureau", "direction"), one("direction", "ministry"), one("lost", "elsewhere")]);
const shown = (...unfolded: string[]) => outline.lines(new Set(unfolded)).map(({ organisation, level, open }) => `${level} ${organisation.id} ${open}`);

describe("the chart as lines", () => {
  it("shows the top, folded", () => expect(shown()).toEqual(["1 ministry false", "1 lost null"]));
  it("unfolds what is asked, and only under what is unfolded", () => {
    expect(shown("direction")).toHaveLength(2);
    expect(shown("ministry", "direction")).toEqual(["1 ministry true", "2 direction true", "3 bureau null", "1 lost null"]);
  });
  it("knows what stands above", () => expect(outline.above("bureau")).toEqual(["direction", "ministry"]));
  it("does not walk in circles", () => expect(new Outline([one("a", "b"), one("b", "a")]).above("a")).toEqual(["b", "a"]));
});
