import { expect, it } from "vitest";
import { dayIn } from "./days";

it("counts calendar days, over months and years", () => {
  expect(dayIn(0, new Date(2026, 10, 25, 23, 59))).toBe("2026-11-25");
  expect(dayIn(90, new Date(2026, 10, 25))).toBe("2027-02-23");
});
