import { describe, expect, it } from "vitest";

import { csv } from "./csv";

const one = (value: string | number) => csv([[value]], ";").slice(1, -2);

describe("a table as a file", () => {
  it("starts with the mark of its encoding and ends each line as spreadsheets expect", () => {
    expect(csv([["a", "b"], ["é", 2]], ";")).toBe("\uFEFFa;b\r\né;2\r\n");
  });

  it.each(["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"])("disarms %j", (value) => {
    expect(one(value).replace(/^"/u, "")).toMatch(/^'/u);
  });

  it("quotes what would break a line or a column", () => {
    expect(one('a;b "c"\nd')).toBe('"a;b ""c""\nd"');
  });

  it("leaves numbers alone", () => {
    expect(one(-3)).toBe("-3");
  });
});
