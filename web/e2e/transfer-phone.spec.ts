import type { Page } from "@playwright/test";

import { anotherAgent, choose, expect, expectAccessible, folderWith, newParcel, send, signInAs, test, writeTo } from "./transfer.steps";

test.describe.configure({ timeout: 90_000 });

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("on a telephone, a parcel is written, followed, and left for the list", async ({ page }) => {
  const sender = await signInAs(page, "agent");
  const folder = folderWith("files", { "Note.odt": Buffer.from("note") });

  await newParcel(page);
  await choose(page, `${folder}/Note.odt`);
  await writeTo(page, (await anotherAgent(page.request, sender)).address);
  await page.getByLabel("Objet").fill("Depuis le train");
  await expectNoSideways(page);
  await expectAccessible(page);
  await send(page);
  await expect(page.getByRole("heading", { name: "Depuis le train" })).toBeVisible();
  await expect(page.getByText("0 sur 1")).toBeVisible();
  await expectNoSideways(page);
  await expectAccessible(page);

  await page.getByRole("link", { name: "Retour à la liste" }).click();
  await page.waitForURL(/\/transfer\/sent$/);
  await page.getByRole("link", { name: "Depuis le train" }).first().click();
  await page.waitForURL(/\/transfer\/parcels\/[^/]+$/);
});

for (const box of ["sent", "received", "drafts", "ended"]) {
  test(`the box ${box} fits a telephone of 320 points`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await signInAs(page, "agent");
    await page.goto(`/transfer/${box}`);
    await expect(page.getByRole("heading", { level: 1, name: "Mes envois" })).toBeVisible();
    await expectNoSideways(page);
    await expectAccessible(page);
  });
}

async function expectNoSideways(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
