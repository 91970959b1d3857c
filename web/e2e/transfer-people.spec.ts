import type { Page } from "@playwright/test";

import { choose, expect, expectAccessible, folderWith, freshAddress, newParcel, proveAddress, samplePersons, send, signInAs, test, writeTo } from "./transfer.steps";

test.describe.configure({ timeout: 90_000 });

test("a member of the public proves an address, is refused another one, and reaches an agent", async ({ page }) => {
  await proveAddress(page, freshAddress("arpege.example.org"));
  const agent = (await samplePersons(page.request)).find(({ name }) => name === "Bruno Castellani");
  const stranger = freshAddress("ailleurs.example.org");
  const folder = folderWith("files", { "Dossier.pdf": Buffer.from("dossier") });

  await newParcel(page);
  await expect(page.getByText("vous pouvez écrire à des agents seulement", { exact: false })).toBeVisible();
  await choose(page, `${folder}/Dossier.pdf`);
  await page.getByLabel("Objet").fill("Mon dossier");
  await writeTo(page, stranger);
  await expect(page.getByText("ce n’est pas un agent", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: /^Envoyer/ }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await expectAccessible(page);

  await page.getByRole("button", { name: `Retirer ${stranger}` }).click();
  await writeTo(page, agent?.address ?? "");
  await expect(page.getByText("ce n’est pas un agent", { exact: false })).toHaveCount(0);
  await send(page);
});

test("a pasted list is read whole, and what is no address is pointed out", async ({ page }) => {
  await signInAs(page, "agent");
  await newParcel(page);
  await writeTo(page, "Karim Benali <karim@arpege.example.org>; claire@arpege.example.org\nDupont, claire@arpege.example.org");
  await expect(page.getByText("2 personnes externes")).toBeVisible();
  await expect(page.getByText("ce n’est pas une adresse de courriel", { exact: false })).toBeVisible();
  await expect(page.getByText(/^3\ssur\s\d+\spersonnes$/)).toBeVisible();
  await expectAccessible(page);
});

test("a parcel is written and sent with the keyboard alone", async ({ page }) => {
  await signInAs(page, "agent");
  const folder = folderWith("files", { "Note.odt": Buffer.from("note") });
  await newParcel(page);
  await page.evaluate(() => Reflect.deleteProperty(window, "showOpenFilePicker"));

  await tabTo(page, "Parcourir");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(`${folder}/Note.odt`);
  await expect(page.getByText("Reçu", { exact: true })).toBeVisible();
  await tabTo(page, "Pour");
  await page.keyboard.type("claire@arpege.example.org, ");
  await tabTo(page, "Objet");
  await page.keyboard.type("Au clavier");
  await tabTo(page, "Disponible jusqu’au");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await tabTo(page, "Envoyer");
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/transfer\/parcels\/[^/]+$/);
  await expect(page.getByRole("heading", { name: "Au clavier" })).toBeVisible();
});

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const named = element?.getAttribute("aria-labelledby")?.split(" ", 1)[0];
      const label = (named && document.getElementById(named)) || element?.labels?.[0] || element;
      return (label?.innerText || element?.getAttribute("aria-label") || "").trim();
    });
    if (focused.startsWith(name)) return;
  }
  throw new Error(`Tab never reaches ${name}`);
}
