// What an administrator joins to the house: ministries' providers and applications.
import { expect, expectAccessible, expectEverywhere, isAdministrator, isPlainAgent, test } from "./fixtures";
import { Ministry, type Joined } from "./ministries";

test.describe.configure({ timeout: 120_000 });

test("a provider is joined, tried, changed and removed", async ({ page, signIn }) => {
  const name = `Ministère d’essai ${Date.now().toString(36)}`;
  const domain = `essai-${Date.now().toString(36)}.exemple.fr`;
  const ministry = await Ministry.open({ name, domain });
  await signIn(isAdministrator);
  await page.goto("/admin/providers");
  await page.getByRole("link", { name: "Relier un fournisseur" }).click();

  // What lacks is said at each field, and nothing written is lost.
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Relier un fournisseur" }).click();
  await expect(page.getByText("Écrivez une adresse complète", { exact: false })).toBeVisible();
  await expectEverywhere(page);

  await page.getByLabel("Émetteur (issuer)").fill(ministry.issuer);
  await page.getByLabel("Identifiant (client_id)").fill(ministry.client.client_id);
  await page.getByRole("button", { name: /^Secret, dans l’en-tête.* Preuve donnée|^Preuve donnée/ }).click();
  await page.getByRole("option", { name: "Secret, dans le corps (post)" }).click();
  await page.getByLabel("Secret", { exact: true }).fill(ministry.client.client_secret);
  await page.getByLabel("Domaines d’adresses").fill(domain);
  await page.getByRole("radio", { name: /^Sur invitation/ }).check();
  await page.getByRole("button", { name: "Relier un fournisseur" }).click();

  // The addresses to give to the provider, then a test.
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(/\/api\/hub\/providers\/[0-9a-f-]+\/callback$/)).toBeVisible();
  await page.getByRole("button", { name: "Essayer maintenant" }).click();
  await expect(page.getByText("Il répond, avec 2 clés de signature.")).toBeVisible();
  await expectEverywhere(page);

  await page.getByRole("radio", { name: /^Aucun nouveau compte/ }).check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("C’est enregistré.")).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const kept = (await (await page.request.get(`/api/hub/providers/${id}`)).json()) as Joined & { arrivals: string; has_secret: boolean };
  expect([kept.arrivals, kept.has_secret]).toEqual(["refuse", true]);

  // Out of service, it puts out whom it let in: that deserves a question.
  await page.getByRole("checkbox", { name: /^En service/ }).click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("déconnectées aussitôt");
  await expectAccessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Mettre en pause" }).click();
  await expect(page.getByText("En pause", { exact: true })).toBeVisible();
  await page.getByRole("checkbox", { name: /^En service/ }).click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("En pause", { exact: true })).toHaveCount(0);

  // A dead provider is found out by the test, and said in the list.
  ministry.close();
  await page.getByRole("button", { name: "Essayer maintenant" }).click();
  await expect(page.getByText(/^L’essai n’a pas abouti/)).toBeVisible({ timeout: 20_000 });
  await page.goto("/admin/providers");
  await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("Sans réponse");
  await expectEverywhere(page);

  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Retirer", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Retirer" }).click();
  await expect(page).toHaveURL(/\/admin\/providers$/);
  await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
});

test("an application is added, its secret shown once, changed and removed", async ({ page, signIn }) => {
  const name = `Application d’essai ${Date.now().toString(36)}`;
  await signIn(isAdministrator);
  await page.goto("/admin/applications/new");
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Adresses de retour" }).fill("https://essai.exemple.fr/retour");
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Ajouter une application" }).click();

  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Copiez-le maintenant", { exact: false })).toBeVisible();
  await expectAccessible(page);
  const secret = await dialog.locator("code").last().innerText();
  expect(secret.length).toBeGreaterThan(30);
  await dialog.getByRole("button", { name: "Je l’ai rangé" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);

  await page.getByRole("textbox", { name: "Adresses de retour" }).fill("https://essai.exemple.fr/retour\nhttps://essai.exemple.fr/autre");
  await page.getByRole("checkbox", { name: /^De confiance/ }).check({ force: true });
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("C’est enregistré.")).toBeVisible();
  await expectEverywhere(page);
  await page.goto("/admin/applications");
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("De confiance");
  await expectEverywhere(page);

  await row.getByRole("link").click();
  await page.getByRole("button", { name: "Retirer", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Retirer" }).click();
  await expect(row).toHaveCount(0);
});

test("changes of ministry are shown, or their absence", async ({ page, signIn }) => {
  await signIn(isAdministrator);
  await page.goto("/admin/transfers");
  await expect(page.getByRole("heading", { level: 1, name: "Mobilités" })).toBeVisible();
  await expect(page.getByText("Personne n’attend votre accord.").or(page.getByRole("list", { name: "Mobilités" }))).toBeVisible();
  await expectEverywhere(page);
});

test("providers, applications and invitations are no affair of someone who does not administer", async ({ page, signIn, forgive }) => {
  forgive(403);
  await signIn(isPlainAgent);
  for (const place of ["/admin/providers", "/admin/applications", "/admin/invitations"]) {
    await page.goto(place);
    await expect(page.getByRole("heading", { name: "Vous n’avez pas accès à cette page." })).toBeVisible();
    await expectEverywhere(page);
  }
});
