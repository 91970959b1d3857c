// A browser closed in the middle of an upload, and opened again another day: the file goes on, and arrives the same.

import { readFileSync } from "node:fs";

import { type BrowserContext, chromium } from "@playwright/test";

import { anotherAgent, choose, expect, folderWith, linkMailedTo, newParcel, send, sha256, signInAs, slowUploads, someBytes, test, writeTo } from "./transfer.steps";

test("a browser closed midway goes on where it stopped once the file is chosen again", async ({ launchOptions, contextOptions, baseURL }) => {
  test.setTimeout(90_000);
  const profile = test.info().outputPath("profile");
  const open = () => chromium.launchPersistentContext(profile, { ...launchOptions, ...contextOptions, baseURL, locale: "fr-FR", timezoneId: "Europe/Paris", acceptDownloads: true });
  const bytes = someBytes(32_000_000, "fermé");
  const file = `${folderWith("files", { "Levé.tif": bytes })}/Levé.tif`;

  let browser: BrowserContext = await open();
  try {
    let page = await browser.newPage();
    const sender = await signInAs(page, "agent");
    const reader = await anotherAgent(page.request, sender);
    await newParcel(page);
    const draft = page.url();
    await page.getByLabel("Objet").fill("Levé de façade");
    await writeTo(page, reader.address);
    await expect(page.getByText(/Brouillon gardé à/)).toBeVisible();
    await slowUploads(page, 2_000_000);
    await choose(page, file);
    await expect(page.getByText(/[2-9](,\d)?\sMo sur 32\sMo/)).toBeVisible({ timeout: 20_000 });
    await browser.close();

    browser = await open();
    page = await browser.newPage();
    await signInAs(page, "agent");
    await page.goto(draft);
    await expect(page.getByLabel("Objet")).toHaveValue("Levé de façade");
    await expect(page.getByText(/choisissez à nouveau ce fichier|reprenez d’un clic/)).toBeVisible();
    const sent: number[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH" && request.url().includes("/tus/")) sent.push(Number(request.headers()["upload-offset"]));
    });
    await choose(page, file);
    await expect(page.getByText("Reçu", { exact: true })).toBeVisible({ timeout: 30_000 });
    // Not one byte that had arrived is sent twice.
    expect(Math.min(...sent)).toBeGreaterThan(0);

    await send(page);
    await page.goto(await linkMailedTo(page.request, reader.address));
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Télécharger Levé.tif" }).click()]);
    expect(sha256(readFileSync(await download.path()))).toBe(sha256(bytes));
  } finally {
    await browser.close();
  }
});
