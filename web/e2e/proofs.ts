// What a person has in hand in these journeys: a mailbox, a telephone that shows codes, a device that keeps passkeys.
import { createHmac } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect } from "./fixtures";

/** The newest letter to an address, as text, once there are more than `before`. */
export async function letterTo(request: APIRequestContext, address: string, before = 0): Promise<string> {
  let text = "";
  await expect
    .poll(
      async () => {
        const letters = await lettersTo(request, address);
        if (letters.length <= before) return false;
        text = ((await (await request.get(`/api/house/mails/${letters[0]}`)).json()) as { text: string }).text;
        return true;
      },
      { timeout: 15_000 },
    )
    .toBe(true);
  return text;
}

/** What the subject of a letter begins with that tells somebody of a change in their account. */
const ofTheAccount = /^(Votre compte|Your) .*(a changé|account changed)$/;

/** Ids of the letters to an address, newest first; without those that tell of changes in the account, which come by themselves. */
export async function lettersTo(request: APIRequestContext, address: string): Promise<string[]> {
  return (await mailsTo(request, address)).filter(({ subject }) => !ofTheAccount.test(subject)).map(({ id }) => id);
}

/** Ids of the letters that told somebody of changes in their account, newest first. */
export async function accountLettersTo(request: APIRequestContext, address: string): Promise<string[]> {
  return (await mailsTo(request, address)).filter(({ subject }) => ofTheAccount.test(subject)).map(({ id }) => id);
}

async function mailsTo(request: APIRequestContext, address: string): Promise<{ id: string; subject: string }[]> {
  const { mails } = (await (await request.get("/api/house/mails")).json()) as { mails: { id: string; to: string; at: string; subject: string }[] };
  return mails
    .filter(({ to }) => to.includes(address))
    .sort((one, other) => other.at.localeCompare(one.at));
}

export function codeIn(letter: string): string {
  return /[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}/.exec(letter)?.[0] ?? "no code in the letter";
}

/** RFC 6238 as a telephone computes it: SHA-1, six figures, thirty seconds. A code serves once, so a journey takes one after another. */
export function totp(secret: string, shift = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(/[\s=]/g, "").toUpperCase()].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + shift));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Who has no recovery codes left is shown ten with a new passkey: they are put away. Who has some is told of the passkey only. */
export async function putCodesAway(page: Page): Promise<void> {
  const away = page.getByRole("button", { name: "Je les ai rangés" });
  await expect(away.or(page.getByText(/^Clé d’accès .* ajoutée\.$/)).first()).toBeVisible();
  if (await away.isVisible()) await away.click();
}

/** A device with a fingerprint reader, that keeps passkeys. While `willing` is false, nobody touches it. */
export class Authenticator {
  readonly #send: (method: string, given: object) => Promise<unknown>;
  readonly #id: string;

  private constructor(send: (method: string, given: object) => Promise<unknown>, id: string) {
    this.#send = send;
    this.#id = id;
  }

  static async in(page: Page): Promise<Authenticator> {
    const browser = await page.context().newCDPSession(page);
    await browser.send("WebAuthn.enable");
    const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return new Authenticator((method, given) => browser.send(method as "WebAuthn.enable", given as never), authenticatorId);
  }

  async willing(is: boolean): Promise<void> {
    await this.#send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.#id, enabled: is });
  }
}
