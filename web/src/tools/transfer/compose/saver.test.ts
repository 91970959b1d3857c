import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError } from "@/api/problem";
import type { NewParcel, Parcel } from "@/api/types";

import { Saver } from "./saver";

describe("keeping a draft", () => {
  let asked: NewParcel[];
  let answer: () => Promise<Parcel>;
  let saver: Saver;

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    answer = () => Promise.resolve({} as Parcel);
    saver = new Saver(
      (changes) => {
        asked.push(changes);
        return answer();
      },
      () => undefined,
    );
  });

  afterEach(() => vi.useRealTimers());

  it("waits for a pause in the typing and saves only what changed", async () => {
    saver.change({ title: "P" });
    await vi.advanceTimersByTimeAsync(500);
    saver.change({ title: "Plans" });
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toEqual([]);

    await vi.advanceTimersByTimeAsync(300);

    expect(asked).toEqual([{ title: "Plans" }]);
    expect(saver.snapshot().is).toBe("saved");
  });

  it("tries again without losing what was typed since", async () => {
    answer = () => Promise.reject(new TypeError("no network"));
    saver.change({ title: "A", message: "M" });
    await vi.advanceTimersByTimeAsync(800);
    expect(saver.snapshot().is).toBe("waiting");
    saver.change({ title: "B" });
    answer = () => Promise.resolve({} as Parcel);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.at(-1)).toEqual({ title: "B", message: "M" });
  });

  it("does not let a parcel leave with changes that were refused", async () => {
    answer = () => Promise.reject(new ProblemError({ status: 422, code: "transfer.title_too_long" }));
    saver.change({ title: "A" });
    await expect(saver.flush()).rejects.toThrow("transfer.title_too_long");
  });

  it("does not let a parcel leave before its changes are kept", async () => {
    answer = () => Promise.reject(new TypeError("no network"));
    saver.change({ title: "A" });
    await expect(saver.flush()).rejects.toThrow("house.unreachable");
  });

  it("saves at once when asked to", async () => {
    saver.change({ title: "A" });
    await saver.flush();
    expect(asked).toEqual([{ title: "A" }]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(1);
  });
});
