import { describe, expect, it } from "vitest";
import { dayAfter, today } from "./days";

describe("days", () => {
  it("go over months and years", () => {
    expect(dayAfter("2026-11-30", 1)).toBe("2026-12-01");
    expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
    expect(dayAfter("2026-03-01", -1)).toBe("2026-02-28");
  });
  it("are those of this place", () => {
    expect(today(new Date(2026, 10, 25, 0, 1))).toBe("2026-11-25");
    expect(today(new Date(2026, 10, 25, 23, 59))).toBe("2026-11-25");
  });
});
