import type { Page } from "@playwright/test";

import { anotherAgent, choose, expect, folderWith, newParcel, send, signInAs, slowUploads, someBytes, test } from "./transfer.steps";

test.describe.configure({ timeout: 90_000 });

const SIZE = 12_000_000;
const PACE = 2_000_000;

test("an upload pauses and goes on where it stopped", async ({ page }) => {
  await signInAs(page, "agent");
  const folder = folderWith("files", { "Visite.mp4": someBytes(SIZE, "visite") });
  await newParcel(page);
  await slowUploads(page, PACE);
  await choose(page, `${folder}/Visite.mp4`);
  await expect(page.getByText(/\sMo sur 12\sMo/)).toBeVisible();

  await page.getByRole("button", { name: "Mettre en pause Visite.mp4" }).click();
  await expect(page.getByText(/En pause à/)).toBeVisible();
  const heads = countOffsets(page);
  await page.getByRole("button", { name: "Reprendre Visite.mp4" }).click();

  await expect(page.getByText("Reçu", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(heads.offsets.some((offset) => offset > 0)).toBe(true);
});

test("a cut is said, counted down, and mended without a gesture", async ({ page, forgive }) => {
  // A request cut short has no status at all.
  forgive(Number.NaN);
  await signInAs(page, "agent");
  const folder = folderWith("files", { "Visite.mp4": someBytes(SIZE, "visite") });
  await newParcel(page);
  let cut = true;
  await page.route("**/tus/**", (route) => (cut && route.request().method() === "PATCH" ? route.abort("connectionreset") : route.continue()));
  await choose(page, `${folder}/Visite.mp4`);
  await expect(page.getByText(/La connexion a été coupée\. Nous reprenons tout seuls dans \d+\ss\./)).toBeVisible();

  cut = false;

  await expect(page.getByText("Reçu", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("a reload in the middle asks for the file again, refuses another, and goes on with the right one", async ({ page }) => {
  await signInAs(page, "agent");
  const folder = folderWith("files", { "Visite.mp4": someBytes(SIZE, "visite"), "other/Visite.mp4": someBytes(SIZE - 1, "other") });
  page.on("dialog", (dialog) => void dialog.accept());
  await newParcel(page);
  await page.getByLabel("Objet").fill("Reprise");
  await expect(page.getByText(/Brouillon gardé à/)).toBeVisible();
  await slowUploads(page, PACE);
  await choose(page, `${folder}/Visite.mp4`);
  await expect(page.getByText(/\sMo sur 12\sMo/)).toBeVisible();
  await page.waitForTimeout(1_500);

  await page.reload();

  await expect(page.getByText(/Reprenez «\sVisite\.mp4\s»\s: choisissez à nouveau le fichier/)).toBeVisible();
  await page.setInputFiles("input[data-chooser=again]", []);
  await page.evaluate(() => Reflect.deleteProperty(window, "showOpenFilePicker"));
  await chooseAgain(page, `${folder}/other/Visite.mp4`);
  await expect(page.getByText("Ce n’est pas le même fichier", { exact: false })).toBeVisible();
  const heads = countOffsets(page);
  await chooseAgain(page, `${folder}/Visite.mp4`);
  await expect(page.getByText("Reçu", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(heads.offsets.some((offset) => offset > 0)).toBe(true);
});

test("a file taken off the list comes back when one changes one’s mind", async ({ page }) => {
  await signInAs(page, "agent");
  const folder = folderWith("files", { "a.txt": Buffer.from("a"), "b.txt": Buffer.from("b") });
  await newParcel(page);
  await choose(page, `${folder}/a.txt`, `${folder}/b.txt`);
  await expect(page.getByText("Reçu", { exact: true })).toHaveCount(2);

  await page.getByRole("button", { name: "Retirer a.txt" }).click();
  await expect(page.getByText(/^1\sfichier ·/)).toBeVisible();
  await page.getByRole("button", { name: "Annuler" }).click();

  await expect(page.getByText(/^2\sfichiers ·/)).toBeVisible();
});

test("a parcel sent off with more files than ever came says how many it lacks", async ({ page, baseURL }) => {
  const sender = await signInAs(page, "agent");
  const reader = (await anotherAgent(page.request, sender)).address;
  const headers = { Origin: baseURL ?? "" };
  // As a browser leaves it that was closed before it had announced its last files.
  const { id } = (await (await page.request.post("/api/transfer/parcels", { data: { title: "Incomplet", recipients: [reader] }, headers })).json()) as { id: string };
  const filename = Buffer.from("premier.txt").toString("base64");
  const created = await page.request.post(`/tus/transfer/${id}`, {
    headers: { ...headers, "Tus-Resumable": "1.0.0", "Upload-Length": "3", "Upload-Metadata": `filename ${filename}`, "Content-Type": "application/offset+octet-stream" },
    data: Buffer.from("abc"),
  });
  expect(created.status()).toBe(201);
  expect((await page.request.put(`/api/transfer/parcels/${id}/dispatch?files=3`, { headers })).status()).toBe(200);

  await page.goto(`/transfer/parcels/${id}/edit`);
  await expect(page.getByText(/Il manque 2\sfichiers/)).toBeVisible();
  await page.getByRole("button", { name: "Ne plus envoyer" }).click();
  const folder = folderWith("files", { "b.txt": Buffer.from("b"), "c.txt": Buffer.from("c") });
  await choose(page, `${folder}/b.txt`, `${folder}/c.txt`);
  await expect(page.getByText("Reçu", { exact: true })).toHaveCount(3);
  await send(page);
});

/** Offsets at which the page sends bytes from now on. */
function countOffsets(page: Page): { offsets: number[] } {
  const seen: { offsets: number[] } = { offsets: [] };
  page.on("request", (request) => {
    if (request.method() === "PATCH") seen.offsets.push(Number(request.headers()["upload-offset"]));
  });
  return seen;
}

async function chooseAgain(page: Page, file: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choisir à nouveau Visite.mp4" }).click()]);
  await chooser.setFiles(file);
}
