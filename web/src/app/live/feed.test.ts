import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openFeed, type LiveMessage } from "./feed";

class Line extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Line[] = [];
  readyState = 1;
  constructor() {
    super();
    Line.opened.push(this);
  }
  close() {
    this.readyState = Line.CLOSED;
  }
  say(kind: string, data?: unknown) {
    this.dispatchEvent(data === undefined ? new Event(kind) : new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

const fact = { number: 7, action: "transfer.parcel.sent", scope: "person", thing: { tool: "transfer", kind: "parcel", id: "p" } };

describe("the live line", () => {
  let heard: LiveMessage[];

  beforeEach(() => {
    Line.opened = [];
    heard = [];
    vi.stubGlobal("EventSource", Line);
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("passes facts on", () => {
    openFeed((message) => heard.push(message));
    Line.opened[0]?.say("hello", {});
    Line.opened[0]?.say("fact", fact);
    expect(heard).toEqual([{ kind: "fact", fact }]);
  });

  it("says that anything may have changed once the line is mended", () => {
    openFeed((message) => heard.push(message));
    Line.opened[0]?.say("hello", {});
    Line.opened[0]?.say("hello", {});
    expect(heard).toEqual([{ kind: "again" }]);
  });

  it("says once that the line was cut", () => {
    openFeed((message) => heard.push(message));
    Line.opened[0]?.say("hello", {});
    Line.opened[0]?.say("error");
    Line.opened[0]?.say("error");
    expect(heard).toEqual([{ kind: "cut" }]);
  });

  it("tries again, later and later, when the line is refused", () => {
    openFeed((message) => heard.push(message));
    for (const wait of [1_000, 2_000, 5_000]) {
      const line = Line.opened.at(-1);
      line?.close();
      line?.say("error");
      vi.advanceTimersByTime(wait - 1);
      expect(Line.opened.at(-1)).toBe(line);
      vi.advanceTimersByTime(1);
      expect(Line.opened.at(-1)).not.toBe(line);
    }
  });

  it("leaves the retries of a cut line to the browser", () => {
    openFeed((message) => heard.push(message));
    Line.opened[0]?.say("error");
    vi.advanceTimersByTime(60_000);
    expect(Line.opened).toHaveLength(1);
  });

  it("stays closed once closed", () => {
    const close = openFeed((message) => heard.push(message));
    close();
    Line.opened[0]?.say("error");
    vi.advanceTimersByTime(60_000);
    expect(Line.opened).toHaveLength(1);
    expect(Line.opened[0]?.readyState).toBe(Line.CLOSED);
  });
});
