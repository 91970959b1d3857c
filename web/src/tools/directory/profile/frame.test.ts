import { describe, expect, it } from "vitest";
import { centred, drawn, moved } from "./frame";

const portrait = { width: 600, height: 900 };

describe("the square of a photograph", () => {
  it("takes the whole width of a portrait, and all of a square", () => {
    expect(drawn(portrait, centred(portrait)).size).toBe(600);
    expect(drawn({ width: 300, height: 300 }, { x: 0.5, y: 0.5, zoom: 1 })).toEqual({ x: 0, y: 0, size: 300 });
  });

  it("never leaves the picture", () => {
    for (const [right, down] of [[-9, -9], [9, 9], [0, 9], [-9, 0]] as const) {
      for (const zoom of [1, 2, 4]) {
        const { x, y, size } = drawn(portrait, moved(portrait, { x: 0.5, y: 0.5, zoom }, right, down));
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + size).toBeLessThanOrEqual(600.001);
        expect(y + size).toBeLessThanOrEqual(900.001);
      }
    }
  });

  it("moves by what is asked", () => {
    const before = drawn(portrait, { x: 0.5, y: 0.5, zoom: 2 });
    const after = drawn(portrait, moved(portrait, { x: 0.5, y: 0.5, zoom: 2 }, 0.1, -0.2));
    expect(after.x - before.x).toBeCloseTo(30);
    expect(after.y - before.y).toBeCloseTo(-60);
  });
});
