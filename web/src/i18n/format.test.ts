import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatFor } from "./format";

const fr = formatFor("fr");
const en = formatFor("en");

describe("sizes", () => {
  it.each([
    [0, "0 o", "0 B"],
    [999, "999 o", "999 B"],
    [176_000, "176 Ko", "176 kB"],
    [999_600, "1 Mo", "1 MB"],
    [1_960_000_000, "2 Go", "2 GB"],
    [3_250_000_000, "3,3 Go", "3.3 GB"],
    [812_000_000, "812 Mo", "812 MB"],
    [20_000_000_000, "20 Go", "20 GB"],
  ])("%d bytes", (bytes, french, english) => {
    expect(plain(fr.size(bytes))).toBe(french);
    expect(plain(en.size(bytes))).toBe(english);
  });

  it("never parts a number from its unit", () => {
    expect(fr.size(5_000_000)).toBe("5\u00a0Mo");
  });
});

describe("moments, seen on Monday 23 November 2026 at 9:12", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(new Date(2026, 10, 23, 9, 12));
  });
  afterEach(() => vi.useRealTimers());

  it.each([
    [new Date(2026, 10, 23, 8, 51), "8 h 51", "08:51"],
    [new Date(2026, 10, 23, 8, 0), "8 h", "08:00"],
    [new Date(2026, 10, 22, 23, 0), "hier", "yesterday"],
    [new Date(2026, 10, 19, 10, 0), "jeudi", "Thursday"],
    [new Date(2026, 10, 2, 10, 0), "2 nov.", "2 Nov"],
    [new Date(2025, 10, 2, 10, 0), "2 nov. 2025", "2 Nov 2025"],
  ])("%s", (at, french, english) => {
    expect(plain(fr.when(at))).toBe(french);
    expect(plain(en.when(at))).toBe(english);
  });

  it("counts whole days until an end", () => {
    expect(plain(fr.until("2026-11-23"))).toBe("aujourd’hui");
    expect(plain(fr.until("2026-11-24"))).toBe("demain");
    expect(plain(fr.until("2026-11-29"))).toBe("dans 6 j");
    expect(plain(en.until("2026-11-29"))).toBe("in 6 days");
  });

  it("takes a day without an hour for that day here", () => {
    expect(plain(fr.day("2026-12-23"))).toBe("23 décembre 2026");
  });

  it("says the first of a month as French does", () => {
    expect(plain(fr.day("2026-12-01"))).toBe("1er décembre 2026");
    expect(plain(fr.weekday("2026-12-01"))).toBe("mardi 1er décembre");
    expect(plain(fr.day("2026-12-11"))).toBe("11 décembre 2026");
    expect(plain(en.day("2026-12-01"))).toBe("1 December 2026");
  });
});

it("names people as one would say them", () => {
  expect(fr.list(["Claire", "Karim", "Sophie"])).toBe("Claire, Karim et Sophie");
});

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}
