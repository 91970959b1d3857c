import { describe, expect, it } from "vitest";

import { delayBefore, troubleOf } from "./retry";

describe("trying again", () => {
  it("never gives up on a lost network", () => {
    expect(delayBefore(100, { kind: "cut" })).toBe(60);
  });

  it("stops asking a server that keeps saying not now", () => {
    expect(delayBefore(5, { kind: "busy", detail: null })).toBe(60);
    expect(delayBefore(6, { kind: "busy", detail: null })).toBeNull();
  });

  it.each([
    [null, "cut"],
    [0, "cut"],
    [401, "signed_out"],
    [404, "gone"],
    [410, "gone"],
    [409, "busy"],
    [423, "busy"],
    [503, "busy"],
    [413, "refused"],
    [415, "refused"],
    [507, "refused"],
  ])("takes status %s for %s", (status, kind) => {
    expect(troubleOf(status, "why").kind).toBe(kind);
  });

  it.each([
    [400, "transfer.cut", "busy"],
    [409, "transfer.wrong_offset", "busy"],
    [409, "transfer.not_a_draft", "refused"],
    [422, "transfer.bad_name", "refused"],
  ])("takes status %s with %s for %s", (status, code, kind) => {
    expect(troubleOf(status, "why", code).kind).toBe(kind);
  });
});
