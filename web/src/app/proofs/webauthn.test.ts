import { afterEach, describe, expect, it, vi } from "vitest";
import { PasskeyAbandoned, PasskeyThere } from "./problems";
import { bytes, fillsInPasskeys, knowsPasskeys, makePasskey, showPasskey, text } from "./webauthn";

const get = vi.fn();
const create = vi.fn();

/** A browser that has passkeys, but none of the newer helpers for JSON. */
function olderBrowser() {
  vi.stubGlobal("PublicKeyCredential", function PublicKeyCredential() {});
  vi.stubGlobal("navigator", { credentials: { get, create } });
}

afterEach(() => {
  vi.unstubAllGlobals();
  get.mockReset();
  create.mockReset();
});

const buffer = (...values: number[]) => Uint8Array.from(values).buffer;

it("writes and reads base64url", () => {
  expect(text(buffer(251, 255, 0))).toBe("-_8A");
  expect([...bytes("-_8A")]).toEqual([251, 255, 0]);
});

describe("in an older browser", () => {
  it("shows a passkey, with bytes both ways", async () => {
    olderBrowser();
    get.mockResolvedValue({
      id: "abc",
      rawId: buffer(1),
      type: "public-key",
      authenticatorAttachment: null,
      getClientExtensionResults: () => ({}),
      response: { clientDataJSON: buffer(2), authenticatorData: buffer(3), signature: buffer(4), userHandle: null },
    });
    const shown = await showPasskey({ publicKey: { challenge: "AQI", allowCredentials: [{ id: "AQ", type: "public-key" }] } }, { quietly: true });
    expect(get).toHaveBeenCalledWith(
      expect.objectContaining({ mediation: "conditional", publicKey: { challenge: Uint8Array.of(1, 2), allowCredentials: [{ id: Uint8Array.of(1), type: "public-key" }] } }),
    );
    expect(shown).toMatchObject({ id: "abc", rawId: "AQ", response: { clientDataJSON: "Ag", authenticatorData: "Aw", signature: "BA" } });
    expect(shown["response"]).not.toHaveProperty("userHandle");
  });

  it("makes a passkey", async () => {
    olderBrowser();
    create.mockResolvedValue({ id: "abc", rawId: buffer(1), type: "public-key", getClientExtensionResults: () => ({}), response: { clientDataJSON: buffer(2), attestationObject: buffer(5) } });
    const made = await makePasskey({ publicKey: { challenge: "AQ", user: { id: "AQID", name: "a@b" }, excludeCredentials: [] } });
    expect(create).toHaveBeenCalledWith({ publicKey: expect.objectContaining({ user: { id: Uint8Array.of(1, 2, 3), name: "a@b" } }) });
    expect(made).toMatchObject({ response: { attestationObject: "BQ" } });
  });

  it("does not fill in what it cannot", async () => {
    olderBrowser();
    await expect(fillsInPasskeys()).resolves.toBe(false);
  });
});

it("leaves the helpers to a browser that has them", async () => {
  olderBrowser();
  const parse = vi.fn((options: object) => ({ ...options, read: true }));
  Object.assign(PublicKeyCredential, { parseRequestOptionsFromJSON: parse });
  get.mockResolvedValue({ toJSON: () => ({ id: "json" }) });
  await expect(showPasskey({ publicKey: { challenge: "AQ" } })).resolves.toEqual({ id: "json" });
  expect(get.mock.calls[0]?.[0].publicKey).toMatchObject({ read: true });
});

it.each([
  ["NotAllowedError", PasskeyAbandoned],
  ["AbortError", PasskeyAbandoned],
  ["InvalidStateError", PasskeyThere],
])("tells %s apart", async (name, kind) => {
  olderBrowser();
  get.mockRejectedValue(new DOMException("", name));
  await expect(showPasskey({ publicKey: { challenge: "AQ" } })).rejects.toBeInstanceOf(kind);
});

it("knows a browser without passkeys", () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  expect(knowsPasskeys()).toBe(false);
});
