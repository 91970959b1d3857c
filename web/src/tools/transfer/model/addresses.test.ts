import { describe, expect, it } from "vitest";

import { readAddresses } from "./addresses";

const read = (text: string) => readAddresses(text).map(({ address, name }) => (name === null ? address : `${name}|${address}`));

describe("reading addresses", () => {
  it.each([
    ["a@x.fr, b@y.fr; c@z.fr d@w.fr\ne@v.fr\tf@u.fr", ["a@x.fr", "b@y.fr", "c@z.fr", "d@w.fr", "e@v.fr", "f@u.fr"]],
    ["Karim Benali <karim@x.fr>, Mathilde Œuvrard <m@y.fr>", ["Karim Benali|karim@x.fr", "Mathilde Œuvrard|m@y.fr"]],
    ['"Benali, Karim" <karim@x.fr>', ["Benali, Karim|karim@x.fr"]],
    ["a@x.fr Karim Benali <karim@x.fr>", ["a@x.fr", "Karim Benali|karim@x.fr"]],
    ["a@x.fr <a@x.fr>", ["a@x.fr"]],
    ["<a@x.fr>", ["a@x.fr"]],
    ["mailto:a@x.fr", ["a@x.fr"]],
    ["A@X.fr, a@x.fr", ["A@X.fr"]],
    ["hélène@préfecture.exemple.fr", ["hélène@préfecture.exemple.fr"]],
    ["a@x.fr.", ["a@x.fr"]],
    ["  ,; \n", []],
  ])("reads %j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("loses nothing of what it does not understand", () => {
    expect(readAddresses("Karim Benali, a@x.fr")).toEqual([
      { address: "Karim Benali", name: null, plausible: false },
      { address: "a@x.fr", name: null, plausible: true },
    ]);
  });

  it.each(["a@b", "a@", "@x.fr", "a b@x", "a@x.f"])("does not take %j for an address", (text) => {
    expect(readAddresses(text).every(({ plausible }) => !plausible)).toBe(true);
  });
});
