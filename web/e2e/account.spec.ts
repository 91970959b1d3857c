// One's own account: name, password, devices, keys.
import { expect, expectAccessible, isPlainAgent, samplePassword, test, type SamplePerson } from "./fixtures";

test("a new name is seen everywhere", async ({ page, signIn }) => {
  const person = await signIn(isPlainAgent);
  await page.goto("/account");
  await expectAccessible(page);

  await page.getByLabel("Nom affiché").fill(`${person.name} Bis`);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("C’est enregistré.")).toBeVisible();
  await expect(page.getByRole("button", { name: `Compte de ${person.name} Bis` }).first()).toBeVisible();

  await page.getByLabel("Nom affiché").fill(person.name);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("button", { name: `Compte de ${person.name}`, exact: true }).first()).toBeVisible();
});

test("a name cannot be emptied", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/account");
  await page.getByLabel("Nom affiché").fill(" ");
  await expect(page.getByText("Écrivez au moins un nom.")).toBeVisible();
});

test("a password is changed, then opens the door", async ({ page, signIn }) => {
  const person = await signIn(third);
  const next = "une phrase assez longue pour durer";
  const opened = "/account/security?dialog=password";
  await page.goto(opened);
  await page.getByLabel("Mot de passe actuel").fill(samplePassword);
  await page.getByLabel("Nouveau mot de passe").fill("court");
  await page.getByRole("button", { name: "Changer le mot de passe" }).click();
  await expect(page.getByText(/^Il est trop court/)).toBeVisible();

  await page.getByLabel("Nouveau mot de passe").fill(next);
  await page.getByRole("button", { name: "Changer le mot de passe" }).click();
  await expect(page.getByText("Mot de passe changé.")).toBeVisible();

  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("Votre adresse professionnelle").fill(person.address);
  await page.keyboard.press("Enter");
  await page.getByLabel("Mot de passe", { exact: true }).fill(next);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^(Bonjour|Bonsoir)/ })).toBeVisible();

  // As it was: other journeys enter by the sample's password.
  await page.goto(opened);
  await page.getByLabel("Mot de passe actuel").fill(next);
  await page.getByLabel("Nouveau mot de passe").fill(samplePassword);
  await page.getByRole("button", { name: "Changer le mot de passe" }).click();
  await expect(page.getByText("Mot de passe changé.")).toBeVisible();
});

test("another device is closed from afar", async ({ page, signIn, browser, baseURL }) => {
  const person = await signIn(isPlainAgent);
  const elsewhere = await browser.newContext({ baseURL, userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1" });
  await elsewhere.request.post("/api/identity/sample/sessions", { data: { person: person.id }, headers: { Origin: baseURL ?? "" } });
  // A page stands open there.
  const open = await elsewhere.newPage();
  await open.goto("/transfer?box=received");
  await expect(open.getByRole("heading", { level: 1 })).toBeVisible();

  await page.goto("/account/sessions");
  await expect(page.getByText("Cet appareil")).toHaveCount(1);
  await expectAccessible(page);
  const telephone = page.getByRole("listitem").filter({ hasText: "Safari sur iPhone" });
  const before = await telephone.count();
  await telephone.first().getByRole("button", { name: "Fermer" }).click();
  await expect(telephone).toHaveCount(before - 1);

  expect((await elsewhere.request.get("/api/identity/me")).status()).toBe(401);
  // Nobody touched it: it hears by itself that it is over, and leads back to the very place.
  await expect(open).toHaveURL(/\/sign-in\?next=%2Ftransfer/, { timeout: 10_000 });
  await elsewhere.close();
});

test("a key is made, shown once, used, and revoked", async ({ page, signIn, playwright, baseURL }) => {
  const name = `Dépôt de nuit ${Date.now()}`;
  await signIn(isPlainAgent);
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "Créer un jeton" }).click();
  await expect(page).toHaveURL(/dialog=new-token/);
  await expectAccessible(page);

  await page.getByLabel("À quoi sert-il", { exact: false }).fill(name);
  const dialog = page.getByRole("dialog");
  for (const box of await dialog.getByRole("checkbox").all()) await box.check();
  await dialog.getByRole("button", { name: "Créer un jeton" }).click();
  await expect(dialog.getByText("Copiez-le maintenant", { exact: false })).toBeVisible();
  await expectAccessible(page);
  const token = await dialog.locator("code[data-secret]").innerText();
  await dialog.getByRole("button", { name: "Je l’ai rangé" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);

  const program = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
  expect((await program.get("/api/transfer/limits")).status()).toBe(200);

  await page.getByRole("listitem").filter({ hasText: name }).getByRole("button", { name: "Retirer" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer le jeton" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
  expect((await program.get("/api/transfer/limits")).status()).toBe(401);
  await program.dispose();
});

test("a dialog has an address: it reopens on reload and closes on going back", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "Créer un jeton" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page).toHaveURL(/\/account\/tokens$/);
});

function third(person: SamplePerson): boolean {
  return isPlainAgent(person) && person.address.startsWith("yann");
}
