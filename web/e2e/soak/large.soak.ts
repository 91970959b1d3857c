// Five gigabytes, from an agent's browser to the disk of somebody outside: the promise the tool is named for.

import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import type { Readable } from "node:stream";

import { expect, test } from "@playwright/test";

import { forget, House, MailServer, makeFile, makeFolder } from "./surroundings";

const SIZE = Number(process.env["SACADOS_E2E_BYTES"] ?? 5 * 2 ** 30);
const AGENT = { address: "ingrid.lesage@grands-fichiers.exemple.fr", name: "Ingrid Lesage", password: "un mot de passe de grande taille" };
const OUTSIDE = "atelier@arpege.example.org";
const HOUR = 3600_000;

let folder: string;
let relay: MailServer;
let house: House;

test.beforeAll(async () => {
  folder = await makeFolder();
  await mkdir(`${folder}/data`);
  relay = new MailServer();
  await relay.start();
  house = new House(`${folder}/data`, relay.port);
  await house.furnish(AGENT);
  await house.start();
});

test.afterAll(async () => {
  const { status, expectedStatus } = test.info();
  if (status !== expectedStatus) console.log(house?.log);
  await house?.stop();
  await relay?.stop();
  await forget(folder);
});

test("a very large file leaves one browser and arrives whole in another", async ({ browser }) => {
  const file = `${folder}/orthophotographies.tif`;
  const print = await time("made on the disk", () => makeFile(file, SIZE));

  const context = await browser.newContext({ baseURL: house.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Votre adresse professionnelle").fill(AGENT.address);
  await expect(page.getByText("Nous avons reconnu votre organisation.")).toBeVisible();
  await page.getByRole("button", { name: /^Continuer/ }).click();
  await page.getByLabel("Mot de passe", { exact: true }).fill(AGENT.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));

  await page.goto("/transfer/new");
  await page.waitForURL(/\/transfer\/parcels\/[^/]+\/edit$/);
  const people = page.getByLabel("Pour", { exact: false }).and(page.locator("input"));
  await people.fill(OUTSIDE);
  await people.press("Enter");
  await page.getByLabel("Objet").fill("Orthophotographies");
  await time("sent by Chromium", async () => {
    await page.setInputFiles("input[data-chooser=files]", file);
    await page.getByRole("button", { name: /^Envoyer/ }).click();
    await page.waitForURL(/\/transfer\/parcels\/[^/]+$/, { timeout: HOUR });
  });

  let link = "";
  await expect
    .poll(
      async () => {
        const texts = await relay.textsTo(OUTSIDE);
        link = texts.map((text) => /http:\/\/localhost:\d+\/r\/[\w-]+/.exec(text)?.[0] ?? "").find((found) => found !== "") ?? "";
        return link;
      },
      { timeout: 60_000, message: "the letter with the link" },
    )
    .not.toBe("");

  // Somebody else's browser, signed in to nothing.
  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: "Orthophotographies" })).toBeVisible();
  const take = theirs.getByRole("link", { name: /^Télécharger/ });
  const address = new URL((await take.getAttribute("href")) ?? "", link).href;
  const taken = await time("taken by Chromium", async () => {
    const [download] = await Promise.all([theirs.waitForEvent("download"), take.click()]);
    expect(download.suggestedFilename()).toBe("orthophotographies.tif");
    // Nothing when the download failed in between.
    const failure = await download.failure();
    expect(failure).toBeNull();
    return download;
  });
  expect(await time("read back", async () => sha256(await taken.createReadStream()))).toBe(print);
  await taken.delete();

  const middle = Math.floor(SIZE / 2) + 1;
  expect(await time("taken in two ranges", () => inTwo(address, middle))).toBe(print);

  await expect(page.getByText(/a téléchargé «\sorthophotographies\.tif\s»/)).toBeVisible();
  console.log(`the program's memory at its highest: ${house.peak.toFixed(0)} MiB`);
  await elsewhere.close();
  await context.close();
});

async function time<T>(deed: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await work();
  const seconds = (performance.now() - began) / 1000;
  console.log(`${deed}: ${seconds.toFixed(1)} s, ${(SIZE / 2 ** 20 / seconds).toFixed(0)} MiB/s`);
  return done;
}

async function sha256(stream: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/** As a download manager does whose first connection was cut. */
async function inTwo(address: string, middle: number): Promise<string> {
  const hash = createHash("sha256");
  for (const range of [`bytes=0-${middle - 1}`, `bytes=${middle}-`]) {
    const answer = await fetch(address, { headers: { range } });
    expect(answer.status).toBe(206);
    for await (const piece of answer.body!) hash.update(piece);
  }
  return hash.digest("hex");
}
