// What the journeys of France transfert have in common: who signs in, what was mailed, what a page must never do.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { APIRequestContext, Browser, Page, TestInfo } from "@playwright/test";

import { expect, test } from "./fixtures";

export { expect, test };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Person {
  id: string;
  name: string;
  address: string;
  population: string;
}

function origin(info: TestInfo): string {
  return info.project.use.baseURL ?? "http://127.0.0.1:8080";
}

/** Writes need to come from the house's own pages. */
function own(): Record<string, string> {
  return { Origin: origin(test.info()) };
}

export async function samplePersons(request: APIRequestContext): Promise<Person[]> {
  const answer = await request.get("/api/identity/sample/persons");
  return ((await answer.json()) as { persons: Person[] }).persons;
}

/** Signs in the `rank`-th sample person of a population. */
export async function signInAs(page: Page, population: "agent" | "external", rank = 0): Promise<Person> {
  const person = (await samplePersons(page.request)).filter((one) => one.population === population)[rank];
  if (!person) throw new Error(`the sample has no ${population} number ${rank}`);
  const answer = await page.request.post("/api/identity/sample/sessions", { data: { person: person.id }, headers: own() });
  expect(answer.status()).toBe(201);
  return person;
}

/** Signs in someone nobody knows, by the code mailed to their address. */
export async function proveAddress(page: Page, address: string): Promise<void> {
  const asked = await page.request.post("/api/identity/codes", { data: { address }, headers: own() });
  expect(asked.status()).toBe(202);
  const { id } = (await asked.json()) as { id: string };
  const text = await mailTo(page.request, address, /[A-Z2-9]{4}-[A-Z2-9]{4}/);
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text)?.[0];
  const opened = await page.request.post(`/api/identity/codes/${id}/sessions`, { data: { code }, headers: own() });
  expect(opened.status()).toBe(201);
}

/** The text of the newest mail to an address in which `wanted` is found. */
export async function mailTo(request: APIRequestContext, address: string, wanted: RegExp): Promise<string> {
  let text = "";
  await expect
    .poll(
      async () => {
        const { mails } = (await (await request.get("/api/house/mails")).json()) as { mails: { id: string; to: string }[] };
        for (const mail of mails.filter(({ to }) => to.includes(address)).slice(0, 5)) {
          const whole = (await (await request.get(`/api/house/mails/${mail.id}`)).json()) as { text?: string; html?: string };
          text = `${whole.text ?? ""}\n${whole.html ?? ""}`;
          if (wanted.test(text)) return true;
        }
        return false;
      },
      { timeout: 20_000, message: `a mail to ${address}` },
    )
    .toBe(true);
  return text;
}

/** The address of the parcel in the mail someone got. */
export async function linkMailedTo(request: APIRequestContext, address: string): Promise<string> {
  const text = await mailTo(request, address, /\/r\/[\w-]+/);
  const link = /\/r\/[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error("the mail has no link");
  return link;
}

/** An address no other test writes to. */
export function freshAddress(domain: string): string {
  return `e2e-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}@${domain}`;
}

/** The domain of an agent of the sample other than `sender`. */
export async function anotherAgent(request: APIRequestContext, sender: Person): Promise<Person> {
  const found = (await samplePersons(request)).find((one) => one.population === "agent" && one.id !== sender.id);
  if (!found) throw new Error("the sample has one agent only");
  return found;
}

/** Bytes that look like nothing, the same for the same seed. */
export function someBytes(length: number, seed: string): Buffer {
  const block = createHash("sha512").update(seed).digest();
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += block.length) block.copy(bytes, at);
  for (let at = 0; at < length; at += 4096) bytes.writeUInt32LE(at, Math.min(at, Math.max(0, length - 4)));
  return bytes;
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Writes files under a folder of this test and gives that folder. */
export function folderWith(name: string, files: Record<string, Buffer>): string {
  const root = test.info().outputPath(name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

export async function newParcel(page: Page): Promise<void> {
  await page.goto("/transfer/new");
  await page.waitForURL(/\/transfer\/parcels\/[^/]+\/edit$/);
  await expect(page.getByRole("heading", { level: 1, name: "Nouvel envoi" })).toBeVisible();
}

export async function choose(page: Page, ...files: string[]): Promise<void> {
  await page.setInputFiles("input[data-chooser=files]", files);
}

export async function writeTo(page: Page, address: string): Promise<void> {
  const field = page.getByLabel("Pour", { exact: false }).and(page.locator("input"));
  await field.fill(address);
  await field.press("Enter");
}

/** Sends the open draft and waits until it has left. */
export async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Envoyer/ }).click();
  await page.waitForURL(/\/transfer\/parcels\/[^/]+$/, { timeout: 60_000 });
}

/** Holds every upload to so many bytes a second, as a telephone would. Nothing lifts it. */
export async function slowUploads(page: Page, perSecond: number | null): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: perSecond ?? -1,
  });
}

/** Nothing that automated checks can find keeps anyone out of this page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    const { violations } = await run.run(
      // React Aria's announcer keeps naming buttons for some seconds after they have gone.
      { exclude: [["[data-live-announcer]"]] },
      {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: {
          // Experimental: takes the letters of a hidden avatar for a visible label.
          "label-content-name-mismatch": { enabled: false },
          // What floats stands beside the landmarks, by nature.
          region: { enabled: false },
        },
      },
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
  expect(found).toEqual([]);
}

/** Someone else's browser, signed in to nothing. */
export async function elsewhere(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin(test.info()), locale: "fr-FR", acceptDownloads: true });
  return context.newPage();
}
