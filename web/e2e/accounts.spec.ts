// An administrator helps somebody who lost everything, signs them out, suspends them and lets them in again.
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectEverywhere, isPlainAgent, test } from "./fixtures";
import { accountLettersTo, Authenticator, letterTo, putCodesAway } from "./proofs";

const inside = { level: 1, name: /^(Bonjour|Bonsoir)/ } as const;

test("an account is found, its lost factors forgotten, signed out everywhere, suspended and let in again", async ({ browser, page, signIn, baseURL }) => {
  test.setTimeout(90_000);
  const mark = Date.now().toString(36);
  const [address, name] = [`compte.${mark}@ecologie.exemple.fr`, `Maud Essai${mark.replaceAll(/\d/g, "")}`];
  await signIn();
  await page.goto("/admin/invitations?dialog=invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Son adresse professionnelle").fill(address);
  await dialog.getByLabel("Son nom").fill(name);
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: address })).toBeVisible();
  const link = new URL(/https?:\/\/\S+\/invitation\/[\w-]+/.exec(await letterTo(page.request, address))?.[0] ?? "about:blank");

  // She comes, with a passkey as her only way in.
  const elsewhere = await browser.newContext({ baseURL, locale: "fr-FR", reducedMotion: "reduce" });
  const agent = await elsewhere.newPage();
  await Authenticator.in(agent);
  await agent.goto(link.pathname);
  await agent.getByRole("radio", { name: /^Une clé d’accès/ }).check();
  await agent.getByRole("button", { name: "Accepter et entrer" }).click();
  await agent.getByLabel("Nom de la clé").fill("Poste perdu");
  await agent.getByRole("button", { name: "Continuer avec l’appareil" }).click();
  await putCodesAway(agent);
  await agent.goto("/");
  await expect(agent.getByRole("heading", inside)).toBeVisible();

  await page.getByRole("link", { name: "Comptes", exact: true }).click();
  await expect(page.getByText("À qui est le compte", { exact: false })).toBeVisible();
  await expectEverywhere(page);
  await page.getByLabel("Nom ou adresse").fill("personne de ce nom");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /Personne ne correspond/ })).toBeVisible();
  await page.getByLabel("Nom ou adresse").fill(address);
  await page.keyboard.press("Enter");
  await page.getByRole("listitem").filter({ hasText: address }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("1 clé d’accès")).toBeVisible();
  await expect(page.getByText("10 codes de secours")).toBeVisible();
  await expect(page.getByText("1 session ouverte")).toBeVisible();
  await expectEverywhere(page);

  const letters = (await accountLettersTo(page.request, address)).length;
  await page.getByRole("button", { name: "Oublier les facteurs perdus" }).click();
  await expectEverywhere(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Oublier les facteurs perdus" }).click();
  await expect(page.getByText("Un code envoyé à son adresse")).toBeVisible();
  await expect(page.getByText("Aucune session ouverte")).toBeVisible();
  await expect.poll(async () => (await accountLettersTo(page.request, address)).length, { timeout: 15_000 }).toBe(letters + 1);
  // Her open page learns it by itself.
  await expect(agent).toHaveURL(/\/sign-in/, { timeout: 15_000 });

  // What is left is her mailbox.
  const codes = page.request;
  await agent.goto("/sign-in");
  await agent.getByLabel("Votre adresse professionnelle").fill(address);
  await agent.keyboard.press("Enter");
  await comeByCode(agent, address, codes);
  await expect(agent.getByRole("heading", inside)).toBeVisible();

  await page.reload();
  await expect(page.getByText("1 session ouverte")).toBeVisible();
  await page.getByRole("button", { name: "Déconnecter partout" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Déconnecter partout" }).click();
  await expect(page.getByText("Aucune session ouverte")).toBeVisible();
  await expect(agent).toHaveURL(/\/sign-in/, { timeout: 15_000 });

  await page.getByRole("button", { name: "Suspendre l’accès" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspendre l’accès" }).click();
  await expect(page.getByText(/L’accès est suspendu depuis/)).toBeVisible();
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Rétablir l’accès" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rétablir l’accès" }).click();
  await expect(page.getByText(/L’accès est suspendu depuis/)).toHaveCount(0);
  await elsewhere.close();
});

test("accounts are no affair of who does not administer, and nobody suspends themselves", async ({ page, signIn, forgive }) => {
  forgive(403);
  await signIn();
  const me = (await (await page.request.get("/api/identity/me")).json()) as { person: { id: string } };
  await page.goto(`/admin/accounts/${me.person.id}`);
  await expect(page.getByText("C’est votre propre compte", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: /Suspendre|Oublier|Déconnecter partout/ })).toHaveCount(0);

  await signIn(isPlainAgent);
  await page.goto(`/admin/accounts/${me.person.id}`);
  await expect(page.getByRole("heading", { name: "Vous n’avez pas accès à cette page." })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Administration" })).toHaveCount(0);
});

/** From the address on: asks for a code, reads it, types it. */
async function comeByCode(agent: Page, address: string, mailbox: APIRequestContext): Promise<void> {
  await agent.getByRole("button", { name: /code/i }).first().click();
  const code = /[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}/.exec(await letterTo(mailbox, address, 1))?.[0] ?? "";
  await agent.getByLabel("Code reçu").fill(code);
  await agent.keyboard.press("Enter");
}
