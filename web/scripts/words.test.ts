// @vitest-environment node
import { describe, expect, it } from "vitest";
import { faults, setFrench } from "./words.ts";

describe("French typography", () => {
  it.each([
    ["Est-ce fini ?", "Est-ce fini\u202f?"],
    ["À dire : rien", "À dire\u00a0: rien"],
    ["« Plans »", "«\u00a0Plans\u00a0»"],
    ["98 %", "98\u00a0%"],
    ["L'envoi...", "L’envoi…"],
    ["https://exemple.fr", "https://exemple.fr"],
  ])("sets %j", (typed, set) => {
    expect(setFrench(typed)).toBe(set);
    expect(setFrench(set)).toBe(set);
  });
});

describe("parity", () => {
  it("finds a sentence one language lacks", () => {
    expect(faults("x", { a: "un", b: { c: "deux" } }, { a: "one" })).toEqual(["x: b.c has no English"]);
    expect(faults("x", {}, { a: "one" })).toEqual(["x: a has no French"]);
  });

  it("finds a hole one language forgot", () => {
    expect(faults("x", { a: "Bonjour {{name}}" }, { a: "Hello" })).toHaveLength(1);
  });

  it("accepts the same sentences", () => {
    expect(faults("x", { a: "Bonjour {{name}}" }, { a: "Hello {{name}}" })).toEqual([]);
  });
});
