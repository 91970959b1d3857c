import { readFileSync } from "node:fs";

import { anotherAgent, choose, elsewhere, expect, expectAccessible, folderWith, freshAddress, linkMailedTo, newParcel, send, sha256, signInAs, someBytes, test, writeTo } from "./transfer.steps";

test.describe.configure({ timeout: 90_000 });

test("an agent sends a file, someone outside takes it intact, and the agent sees it", async ({ page, browser }) => {
  await signInAs(page, "agent");
  const bytes = someBytes(3_000_000, "plans");
  const folder = folderWith("files", { "Plans du lot 3.pdf": bytes });
  const outside = freshAddress("arpege.example.org");

  await newParcel(page);
  await expectAccessible(page);
  await choose(page, `${folder}/Plans du lot 3.pdf`);
  await writeTo(page, outside);
  await expect(page.getByText("1 personne externe")).toBeVisible();
  await page.getByLabel("Objet").fill("Plans du lot 3");
  await page.getByRole("textbox", { name: "Message" }).fill("Merci de regarder la page 4.");
  await expect(page.getByText(/Brouillon gardé à/)).toBeVisible();
  await expect(page.getByText("Reçu", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await send(page);
  await expect(page.getByText("jamais ouvert", { exact: true })).toBeVisible();
  await expectAccessible(page);

  const theirs = await elsewhere(browser);
  await theirs.goto(await linkMailedTo(page.request, outside));
  await expect(theirs.getByRole("heading", { name: "Plans du lot 3" })).toBeVisible();
  await expect(theirs.getByText("Merci de regarder la page 4.")).toBeVisible();
  await expectAccessible(theirs);
  const [download] = await Promise.all([theirs.waitForEvent("download"), theirs.getByRole("link", { name: /^Télécharger/ }).click()]);
  expect(download.suggestedFilename()).toBe("Plans du lot 3.pdf");
  expect(sha256(readFileSync(await download.path()))).toBe(sha256(bytes));
  await expect
    .poll(async () => {
      // The fingerprint is computed a moment after the file has arrived.
      await theirs.reload();
      await expect(theirs.getByRole("link", { name: /^Télécharger/ })).toBeVisible();
      const prints = theirs.getByText("Vérifier l’intégrité du fichier");
      if (!(await prints.isVisible())) return "";
      await prints.click();
      return theirs.locator("code").innerText();
    })
    .toBe(sha256(bytes));

  // The live feed tells it to the sender, whose page was never touched.
  await expect(page.getByText(/a téléchargé «\sPlans du lot 3\.pdf\s»/)).toBeVisible({ timeout: 15_000 });
  await theirs.context().close();
});

test("a parcel chosen to leave when ready leaves by itself, with all its files", async ({ page }) => {
  const sender = await signInAs(page, "agent");
  const files = Object.fromEntries(Array.from({ length: 8 }, (_, rank) => [`Pièce ${rank}.txt`, someBytes(200_000, `piece ${rank}`)]));
  const folder = folderWith("files", files);

  await newParcel(page);
  await writeTo(page, (await anotherAgent(page.request, sender)).address);
  await page.getByLabel("Objet").fill("Huit pièces");
  await choose(page, ...Object.keys(files).map((name) => `${folder}/${name}`));
  await send(page);

  await expect(page.getByText("Contenu : 8 fichiers")).toBeVisible();
});

test("a folder keeps its folders, and leaves the system's files behind", async ({ page, browser }) => {
  await signInAs(page, "agent");
  const outside = freshAddress("arpege.example.org");
  const folder = folderWith("Photos", {
    "Façade/œil-de-bœuf.jpg": someBytes(40_000, "a"),
    "Façade/porte.jpg": someBytes(30_000, "b"),
    "plan.txt": Buffer.alloc(0),
    ".DS_Store": Buffer.from("x"),
  });

  await newParcel(page);
  await page.setInputFiles("input[data-chooser=folder]", folder);
  await expect(page.getByText("1 fichier du système laissé de côté.")).toBeVisible();
  await expect(page.getByText("Reçu", { exact: true })).toHaveCount(3);
  await writeTo(page, outside);
  await page.getByLabel("Objet").fill("Photos");
  await send(page);

  const theirs = await elsewhere(browser);
  await theirs.goto(await linkMailedTo(page.request, outside));
  await expect(theirs.getByText("Photos/Façade", { exact: true })).toBeVisible();
  await expect(theirs.getByRole("link", { name: /^Télécharger/ })).toHaveCount(3);
  await expectAccessible(theirs);
  await theirs.context().close();
});

test("a withdrawn parcel tells its recipient what to do", async ({ page, browser }) => {
  await signInAs(page, "agent");
  const outside = freshAddress("arpege.example.org");
  const folder = folderWith("files", { "a.txt": Buffer.from("bonjour") });

  await newParcel(page);
  await choose(page, `${folder}/a.txt`);
  await writeTo(page, outside);
  await page.getByLabel("Objet").fill("Version erronée");
  await send(page);
  const link = await linkMailedTo(page.request, outside);
  await page.getByRole("button", { name: "Retirer l’envoi" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText(outside)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Retirer l’envoi" }).click();
  await expect(page.getByText("Vous avez retiré l’envoi.")).toBeVisible();

  const theirs = await elsewhere(browser);
  await theirs.goto(link);
  await expect(theirs.getByText("Cet envoi a été retiré")).toBeVisible();
  await expect(theirs.getByRole("link", { name: /^Écrire à/ })).toBeVisible();
  await expect(theirs.getByRole("link", { name: /^Télécharger/ })).toHaveCount(0);
  await expectAccessible(theirs);
  await theirs.context().close();
});

test("a link that leads nowhere says so without a session", async ({ page, forgive }) => {
  forgive(404);
  await page.goto("/r/nothing-has-this-key");
  await expect(page.getByRole("heading", { name: "Ce lien ne mène à aucun envoi" })).toBeVisible();
  await expectAccessible(page);
});

test("someone added later gets a link of their own, and reminders can be taken back", async ({ page }) => {
  const sender = await signInAs(page, "agent");
  const outside = freshAddress("arpege.example.org");
  const folder = folderWith("files", { "a.txt": Buffer.from("bonjour") });

  await newParcel(page);
  await choose(page, `${folder}/a.txt`);
  await writeTo(page, (await anotherAgent(page.request, sender)).address);
  await page.getByLabel("Objet").fill("À plusieurs");
  await send(page);
  await page.getByRole("button", { name: "Ajouter quelqu’un" }).click();
  const dialog = page.getByRole("dialog", { name: "Ajouter des destinataires" });
  await dialog.locator("input").fill(outside);
  await dialog.locator("input").press("Enter");
  await expect(dialog.getByText("1 personne externe")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ajouter et prévenir" }).click();
  await expect(dialog).toBeHidden();
  await linkMailedTo(page.request, outside);

  await page.getByRole("button", { name: "Relancer 2 personnes" }).click();
  await page.getByRole("button", { name: "Annuler" }).click();
  await page.waitForTimeout(9_000);
  await expect(page.getByText(/Vous avez relancé/)).toHaveCount(0);
});
