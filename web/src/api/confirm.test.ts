import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, take, whenSignedOut } from "./client";
import { whenConfirmNeeded, type Asker } from "./confirm";

const refusal = { code: "confirm", detail: "Encore une fois.", params: { acr: "eidas0", within_seconds: 900 } };

let confirmed = false;
let stop: () => void = () => undefined;
let sent: string[] = [];

/** A server that asks for a confirmation until it was given. */
function server(after: () => boolean = () => confirmed) {
  return vi.spyOn(globalThis, "fetch").mockImplementation(async (asked) => {
    const request = asked as Request;
    sent.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`.trim());
    return after()
      ? new Response(JSON.stringify({ codes: ["AAAA"] }), { status: 200, headers: { "content-type": "application/json" } })
      : new Response(JSON.stringify(refusal), { status: 401, headers: { "content-type": "application/problem+json" } });
  });
}

function asks(person: Asker) {
  const asker = vi.fn(person);
  stop = whenConfirmNeeded(asker);
  return asker;
}

const makeCodes = () => take(api.POST("/api/identity/recovery-codes", { body: {} }));

beforeEach(() => {
  confirmed = false;
  sent = [];
});
afterEach(() => stop());

describe("a confirmation", () => {
  it("is asked once, then the very same request is made again and answered", async () => {
    server();
    const asker = asks(async () => (confirmed = true));
    await expect(makeCodes()).resolves.toEqual({ codes: ["AAAA"] });
    expect(asker).toHaveBeenCalledExactlyOnceWith({ acr: "eidas0", withinSeconds: 900 });
    expect(sent).toEqual(["POST /api/identity/recovery-codes {}", "POST /api/identity/recovery-codes {}"]);
  });

  it("serves questions as well as deeds", async () => {
    server();
    asks(async () => (confirmed = true));
    await expect(take(api.GET("/api/identity/factors"))).resolves.toBeDefined();
    expect(sent).toHaveLength(2);
  });

  it("refused by the person gives the caller the server's problem, and nothing is sent again", async () => {
    server();
    asks(async () => false);
    await expect(makeCodes()).rejects.toMatchObject({ code: "confirm", status: 401, detail: "Encore une fois." });
    expect(sent).toHaveLength(1);
  });

  it("is asked in one dialog for requests refused together", async () => {
    server();
    let answer: (yes: boolean) => void = () => undefined;
    const asker = asks(() => new Promise((resolve) => (answer = resolve)));
    const both = Promise.all([makeCodes(), take(api.DELETE("/api/identity/totp"))]);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    await vi.waitFor(() => expect(asker).toHaveBeenCalled());
    confirmed = true;
    answer(true);
    await both;
    expect(asker).toHaveBeenCalledOnce();
    expect(sent).toHaveLength(4);
  });

  it("is asked anew for a later gesture", async () => {
    server();
    const asker = asks(async () => false);
    await makeCodes().catch(() => undefined);
    await makeCodes().catch(() => undefined);
    expect(asker).toHaveBeenCalledTimes(2);
  });

  it("that was not enough is not asked for ever", async () => {
    server(() => false);
    const asker = asks(async () => true);
    await expect(makeCodes()).rejects.toMatchObject({ code: "confirm" });
    expect(asker).toHaveBeenCalledOnce();
    expect(sent).toHaveLength(2);
  });

  it("never holds back its own proofs, nor takes a wrong password for one", async () => {
    const out = vi.fn();
    whenSignedOut(out);
    const asker = asks(async () => true);
    server();
    await take(api.POST("/api/identity/confirmations", { body: { password: "x" } })).catch(() => undefined);
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(JSON.stringify({ code: "identity.wrong_credentials" }), { status: 401, headers: { "content-type": "application/problem+json" } }));
    await makeCodes().catch(() => undefined);
    expect(asker).not.toHaveBeenCalled();
    expect(out).not.toHaveBeenCalled();
  });

  it("that breaks is a refusal, not a crash", async () => {
    server();
    asks(() => Promise.reject(new Error("chunk lost")));
    await expect(makeCodes()).rejects.toMatchObject({ code: "confirm" });
  });
});
