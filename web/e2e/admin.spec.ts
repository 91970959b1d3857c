// What only an administrator sees: the journal, failed tasks; and the mails a sample house keeps.
import { expect, expectAccessible, isAdministrator, isPlainAgent, test } from "./fixtures";

test("the journal tells facts as sentences, and narrows to a subject", async ({ page, signIn }) => {
  await signIn(isAdministrator);
  await page.goto("/admin/journal");
  await expect(page.getByText("Hélène Marchetti a ouvert une session.").first()).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);

  await page.getByRole("button", { name: /Sujet/ }).click();
  await expectAccessible(page);
  await page.getByRole("option", { name: "Comptes et connexions" }).click();
  await expect(page).toHaveURL(/action=identity/);
  const codes = page.locator(".journal .code");
  await expect(codes.first()).toBeVisible();
  for (const code of await codes.allInnerTexts()) expect(code).toContain("identity.");
});

test("failed tasks are shown, or their absence", async ({ page, signIn }) => {
  await signIn(isAdministrator);
  await page.goto("/admin/jobs");
  await expect(page.getByRole("heading", { level: 1, name: "Tâches en échec" })).toBeVisible();
  await expect(page.getByRole("table").or(page.getByText("Toutes les tâches ont abouti."))).toBeVisible();
  await expectAccessible(page);
});

test("someone who does not administer is told the page is not theirs", async ({ page, signIn, forgive }) => {
  forgive(403);
  await signIn(isPlainAgent);
  await page.goto("/admin/journal");
  await expect(page.getByRole("heading", { name: "Vous n’avez pas accès à cette page." })).toBeVisible();
});

test("a kept mail is read, laid out and as text, without running anything", async ({ page, signIn }) => {
  const address = `lecture.${Date.now()}@atelier.exemple.org`;
  await page.goto("/sign-in?as=guest");
  await page.getByLabel("Votre adresse").fill(address);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Code reçu")).toBeVisible();

  await signIn(isAdministrator);
  await page.goto("/outbox");
  await page.getByRole("listitem").filter({ hasText: address }).getByRole("link").click({ timeout: 15_000 });
  await expect(page).toHaveURL(/mail=/);
  const frame = page.frameLocator(".mail iframe");
  await expect(frame.getByText(/[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}/).first()).toBeVisible();
  // The mail's own colours reached it: our rules did not strip them.
  await expect.poll(() => frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).not.toBe("rgba(0, 0, 0, 0)");
  expect(await page.locator(".mail iframe").getAttribute("sandbox")).not.toContain("allow-scripts");
  await page.getByRole("button", { name: "Texte seul" }).click();
  await expect(page.locator(".mail pre")).not.toBeEmpty();
  await expectAccessible(page);
});

test("an administrator whose account opens by one proof is told to add another", async ({ page, signIn }) => {
  await signIn(isAdministrator);
  await page.goto("/admin/journal");
  await expect(page.getByText("une seule preuve ouvre votre compte", { exact: false })).toBeVisible();
  await page.getByRole("link", { name: "Voir la sécurité de mon compte" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();
  await expect(page.getByText("une seule preuve ouvre votre compte", { exact: false })).toBeVisible();
  await expectAccessible(page);
});
