// Somebody from elsewhere, let in by an agent who answers for them until a day.
import { expect, expectAccessible, expectNoSideScroll, isExternal, test } from "./fixtures";
import { letterTo } from "./proofs";

test("a guest is invited, accepts by the letter, and is out when the agent ends it", async ({ page, signIn, browser, baseURL }) => {
  const address = `claire.${Date.now()}@arpege-conseil.exemple.org`;
  const name = `Claire Vasseur ${Date.now() % 10_000}`;
  const sponsor = await signIn((person) => person.name === "Maëlle Quéméner");
  await page.goto("/account/guests");
  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(dialog.getByText("Cette adresse est incomplète.")).toBeVisible();
  await dialog.getByLabel("Son adresse").fill(address);
  await dialog.getByLabel("Son nom").fill(name);
  await dialog.getByLabel("Pourquoi").fill("Prestataire du marché 2026-114");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  const row = page.getByRole("listitem").filter({ hasText: address });
  await expect(row).toContainText("Invitation envoyée");
  await expectAccessible(page);

  const link = new URL(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(await letterTo(page.request, address))?.[0] ?? "about:blank");
  const elsewhere = await browser.newContext({ baseURL, locale: "fr-FR", reducedMotion: "reduce" });
  const guest = await elsewhere.newPage();
  await guest.goto(link.pathname);
  await expect(guest.getByRole("heading", { level: 1, name: `${sponsor.name} vous ouvre la porte.` })).toBeVisible();
  await expect(guest.getByText(address)).toBeVisible();
  await expectAccessible(guest);
  await guest.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(guest);
  await expectAccessible(guest);
  await guest.getByLabel("Nouveau mot de passe").fill("une porte ouverte avec soin");
  await guest.getByRole("button", { name: "Accepter et entrer" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: /^(Bonjour|Bonsoir)/ })).toBeVisible();
  // An invitation serves once.
  await guest.goto(link.pathname);
  await expect(guest.getByRole("heading", { level: 1, name: "Cette invitation ne vaut plus." })).toBeVisible();
  await expectAccessible(guest);

  await page.reload();
  await expect(row).toContainText("Accès ouvert");
  await row.getByRole("button", { name: /Gestes pour/ }).click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Changer la date" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Abandonner" }).click();

  await row.getByRole("button", { name: /Gestes pour/ }).click();
  await page.getByRole("menuitem", { name: "Mettre fin maintenant" }).click();
  await expect(page.getByRole("alertdialog")).toContainText(name);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Mettre fin", exact: true }).click();
  await expect(row).toContainText("Accès fermé");
  expect((await elsewhere.request.get("/api/identity/me")).status()).toBe(401);
  await elsewhere.close();
});

test("a person from outside invites nobody", async ({ page, signIn, forgive }) => {
  forgive(403);
  await signIn(isExternal);
  await page.goto("/account");
  await expect(page.getByRole("link", { name: "Sécurité" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Invités" })).toHaveCount(0);
});

test("who administers the house invites a new colleague, and takes the invitation back", async ({ page, signIn, browser, baseURL }) => {
  const address = `nouvelle.${Date.now()}@ecologie.exemple.fr`;
  await signIn();
  await page.goto("/admin/invitations");
  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Son adresse professionnelle").fill(address);
  await dialog.getByLabel("Son nom").fill("Nouvelle Venue");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  const row = page.getByRole("listitem").filter({ hasText: address });
  await expect(row).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);

  const link = new URL(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(await letterTo(page.request, address))?.[0] ?? "about:blank");
  await row.getByRole("button", { name: "Retirer" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer l’invitation" }).click();
  await expect(row).toHaveCount(0);

  const elsewhere = await browser.newContext({ baseURL, locale: "fr-FR", reducedMotion: "reduce" });
  const invited = await elsewhere.newPage();
  await invited.goto(link.pathname);
  await expect(invited.getByRole("heading", { level: 1, name: "Cette invitation ne vaut plus." })).toBeVisible();
  await elsewhere.close();
});
