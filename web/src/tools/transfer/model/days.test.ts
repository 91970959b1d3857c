import { expect, it } from "vitest";

import { dayAfter, daysUntil, lastDay } from "./days";

it("counts days in Paris, across the changes of hour", () => {
  expect(dayAfter(new Date("2026-10-24T22:30:00Z"), 0)).toBe("2026-10-25");
  expect(dayAfter(new Date("2026-10-24T22:30:00Z"), 1)).toBe("2026-10-26");
});

it("takes midnight for the end of the day before", () => {
  expect(lastDay("2026-12-23T23:00:00Z")).toBe("2026-12-23");
  expect(lastDay("2026-12-23T22:59:59Z")).toBe("2026-12-23");
});

it("counts the days left", () => {
  expect(daysUntil("2026-11-24", new Date("2026-11-23T22:30:00Z"))).toBe(1);
  expect(daysUntil("2026-11-24", new Date("2026-11-23T23:30:00Z"))).toBe(0);
});
