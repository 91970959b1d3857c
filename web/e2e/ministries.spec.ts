// One person, one sign-in: an agent enters by their ministry, changes ministry, and keeps what they had.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectEverywhere, test } from "./fixtures";
import { goToMinistry, House, Ministry, signInThere } from "./ministries";
import { Relying } from "./relying";
import { choose, elsewhere, folderWith, freshAddress, linkMailedTo, newParcel, send, signInAs, someBytes, writeTo } from "./transfer.steps";

test.describe.configure({ timeout: 180_000, mode: "serial" });

// A house where an earlier walk was cut short knows other ministries of the same names.
const stamp = Date.now().toString(36);
const home = /^(Bonjour|Bonsoir)/;
let house: House;
let justice: Ministry;
let agriculture: Ministry;

test.beforeAll(async ({ playwright }, info) => {
  test.setTimeout(120_000);
  const baseURL = info.project.use.baseURL ?? "";
  house = await new House(await playwright.request.newContext({ baseURL }), baseURL).enter();
  justice = await (await Ministry.open({ name: "Ministère de la Justice", domain: `justice-${stamp}.exemple.fr` })).join(house);
  agriculture = await (await Ministry.open({ name: "Ministère de l’Agriculture", domain: `agriculture-${stamp}.exemple.fr` })).join(house, "invitation");
});

test.afterAll(async () => {
  for (const ministry of [justice, agriculture]) {
    ministry.close();
    await house.ask("delete", `/api/hub/providers/${ministry.id}`);
  }
});

test.beforeEach(({ forgive }) => {
  // A ministry of a test has no icon to show in a tab.
  forgive(404);
});

test("an agent enters by their ministry, opens a parcel, changes ministry and keeps it; the ministry's logout shows the door", async ({ page, browser, forgive }) => {
  const login = freshAddress("").replace("@", "").replace("e2e-", "nadia.e2e-");
  const before = `${login}@${justice.domain}`;
  const after = `${login}@${agriculture.domain}`;

  // The first visit: the right ministry, then a choice that one key makes.
  await page.goto("/sign-in");
  await goToMinistry(page, before, justice);
  await expect(page.getByLabel("Adresse")).toHaveValue(before);
  await signInThere(page, justice);
  await expect(page.getByRole("button", { name: "C’est ma première fois ici" })).toBeFocused();
  await expectEverywhere(page);
  await beNew(page);
  await expect(page.locator(".session")).toContainText("ministère");

  // A colleague sends a parcel; its link opens without signing in again.
  const colleague = await elsewhere(browser);
  await signInAs(colleague, "agent");
  const folder = folderWith("files", { "Note de mobilité.pdf": someBytes(40_000, login) });
  await newParcel(colleague);
  await choose(colleague, `${folder}/Note de mobilité.pdf`);
  await writeTo(colleague, before);
  await colleague.getByLabel("Objet").fill(`Mobilité ${login}`);
  await expect(colleague.getByText("Reçu", { exact: true })).toBeVisible();
  await send(colleague);
  const link = await linkMailedTo(colleague.request, before);
  await colleague.context().close();

  await page.goto(link);
  await expect(page.getByRole("heading", { name: `Mobilité ${login}` })).toBeVisible();

  // The new ministry, in another browser: nobody knows this account yet.
  const later = await elsewhere(browser);
  await later.goto("/sign-in");
  await goToMinistry(later, after, agriculture);
  await signInThere(later, agriculture);
  await expect(later.getByRole("heading", { level: 1, name: "C’est votre première visite." })).toBeVisible();
  await expectEverywhere(later);
  await later.getByRole("button", { name: "J’ai déjà un compte" }).click();
  await expect(later.getByRole("heading", { level: 1, name: "Comment retrouver votre compte\u202f?" })).toBeVisible();
  await expectEverywhere(later);
  await later.getByRole("button", { name: /^Me connecter à mon ancien compte/ }).click();
  await later.getByRole("link", { name: "Entrer dans mon ancien compte" }).click();
  await goToMinistry(later, before, justice);
  await signInThere(later, justice);
  await expect(later.getByRole("heading", { level: 1, name: "Ces deux comptes sont-ils les vôtres\u202f?" })).toBeVisible();
  await expectEverywhere(later);
  await later.getByRole("button", { name: "Oui, les relier" }).click();
  await expect(later.getByRole("heading", { level: 1, name: home })).toBeVisible();

  // The same person: the parcel is still theirs.
  await later.goto(link);
  await expect(later.getByRole("heading", { name: `Mobilité ${login}` })).toBeVisible();
  await later.goto("/account/security");
  const linked = later.getByRole("list", { name: "Comptes reliés" });
  await expect(linked.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(later);

  // The old ministry's account is left behind; the new one stays, for it is the last.
  await linked.getByRole("button", { name: `Détacher ${justice.name}` }).click();
  await expect(later.getByText(`${justice.name} n’ouvre plus ce compte.`)).toBeVisible();
  await expect(linked.getByRole("listitem")).toHaveCount(1);

  // The ministry signs them out: the open page shows the door within about a second.
  forgive(401);
  await later.goto("/");
  await expect(later.getByRole("heading", { level: 1, name: home })).toBeVisible();
  expect(await agriculture.signOut(after)).toBe(1);
  await expect(later.getByRole("heading", { level: 1, name: "Ouvrez votre sac à dos." })).toBeVisible({ timeout: 5_000 });
  expect((await later.request.get("/api/identity/me")).status()).toBe(401);
  await later.context().close();
});

test("another ministry is linked from the account, confirmed when that was long ago, and opens the same account", async ({ page }) => {
  const login = freshAddress("").replace("@", "").replace("e2e-", "lea.e2e-");
  await page.goto("/sign-in");
  await goToMinistry(page, `${login}@${justice.domain}`, justice);
  await signInThere(page, justice);
  await beNew(page);
  const me = (await (await page.request.get("/api/identity/me")).json()) as { person: { id: string } };

  await page.goto("/account/security");
  const link = page.getByRole("button", { name: /^Relier (mon|un autre) compte/ });
  await link.click();
  const choice = page.getByRole("menuitem", { name: agriculture.name });
  if (await link.getByText("Relier un autre compte").count()) await choice.click();
  await page.getByLabel("Adresse").fill(`${login}@${agriculture.domain}`);
  await signInThere(page, agriculture);
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByRole("list", { name: "Comptes reliés" }).getByRole("listitem")).toHaveCount(2);
  await expectEverywhere(page);

  await page.context().clearCookies({ domain: "localhost" });
  await page.goto("/sign-in?next=/account");
  await goToMinistry(page, `${login}@${agriculture.domain}`, agriculture);
  // Still signed in at the ministry: nothing is asked again, and one lands where one was going.
  await expect(page).toHaveURL(/\/account$/);
  expect(((await (await page.request.get("/api/identity/me")).json()) as { person: { id: string } }).person.id).toBe(me.person.id);
});

test("who confirms by their ministry comes back to the window they left, before the same button", async ({ page, forgive }) => {
  forgive(401);
  const login = freshAddress("").replace("@", "").replace("e2e-", "ines.e2e-");
  await page.goto("/sign-in");
  await goToMinistry(page, `${login}@${justice.domain}`, justice);
  await signInThere(page, justice);
  await beNew(page);

  // A quarter of an hour has passed, as far as this browser can tell: the house's first answers to the gesture are refusals.
  let asked = 0;
  await page.route("**/api/identity/recovery-codes", async (route) => {
    asked += 1;
    if (asked > 2) return route.continue();
    await route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "", status: 401, code: "confirm", detail: "Encore une fois.", params: { acr: "eidas0", within_seconds: 900 }, request_id: "1" }) });
  });
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Créer des codes" }).click();
  const make = page.getByRole("dialog", { name: "Codes de secours" }).getByRole("button", { name: "Créer des codes" });
  const again = page.getByRole("dialog", { name: /Est-ce toujours vous/ });
  const leave = async () => {
    await make.click();
    await again.getByRole("button", { name: "Votre ministère" }).click();
    await expectAccessible(page);
    await again.getByRole("button", { name: "Aller vers mon ministère" }).click();
    await expect(page.getByRole("heading", { name: justice.name })).toBeVisible();
  };

  // Who turns back is at the same place, and has confirmed nothing.
  await leave();
  await page.goBack();
  await expect(make).toBeVisible();
  await expect(page.getByText("Identité confirmée", { exact: false })).toHaveCount(0);

  await leave();
  await page.getByLabel("Adresse").fill(`${login}@${justice.domain}`);
  await signInThere(page, justice);
  await expect(page.getByText("Identité confirmée, vous pouvez continuer.")).toBeVisible();
  await expect(page).toHaveURL(/\/account\/security\?dialog=recovery$/);
  await expect(make).toBeFocused();
  await expectEverywhere(page);

  // Nothing was done in the meantime: it is the person who presses.
  expect(asked).toBe(2);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("list", { name: "Codes de secours" }).getByRole("listitem")).toHaveCount(10);
});

test("whoever signs out here signs out of the ministry too, and comes back", async ({ page }) => {
  const address = `${freshAddress("").replace("@", "").replace("e2e-", "ines.e2e-")}@${justice.domain}`;
  await page.goto("/sign-in");
  await goToMinistry(page, address, justice);
  await signInThere(page, justice);
  await beNew(page);

  await page.getByRole("button", { name: /^Compte de/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  // The ministry's own page, which asks.
  await expect(page).toHaveURL(new RegExp(`^${justice.issuer}/session/end`));
  await page.getByRole("button", { name: "Me déconnecter du ministère" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Votre session est fermée." })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Me connecter de nouveau" }).click();
  await goToMinistry(page, address, justice);
  await expect(page.getByLabel("Mot de passe")).toBeVisible();
});

test("on invitation only, whoever has one opens an account and whoever has none is told", async ({ page, browser }) => {
  const login = freshAddress("").replace("@", "").replace("e2e-", "hugo.e2e-");
  const invited = `${login}@${agriculture.domain}`;
  await house.ask("post", "/api/identity/invitations", { address: invited, name: "Hugo Invité" });
  await page.goto("/sign-in");
  await goToMinistry(page, invited, agriculture);
  await signInThere(page, agriculture);
  await beNew(page);

  const other = await elsewhere(browser);
  await other.goto("/sign-in");
  await goToMinistry(other, `zoe.${login}@${agriculture.domain}`, agriculture);
  await signInThere(other, agriculture);
  await expect(other.getByText("personne n’a encore invité cette adresse", { exact: false })).toBeVisible();
  await expect(other.getByRole("button", { name: "C’est ma première fois ici" })).toHaveCount(0);
  await expectEverywhere(other);
  await other.context().close();
});

test("a ministry that does not answer is said, with what else one can do", async ({ page }) => {
  const ailing = await (await Ministry.open({ name: "Ministère endormi", domain: `endormi-${stamp}.exemple.fr` })).join(house);
  ailing.close();
  await house.ask("post", `/api/hub/providers/${ailing.id}/tests`);

  await page.goto("/sign-in");
  await page.getByLabel("Votre adresse professionnelle").fill(`paul.roux@endormi-${stamp}.exemple.fr`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ministère endormi ne répond pas." })).toBeVisible();
  await expect(page.getByText(/^Sans réponse/)).toBeVisible();
  await expectEverywhere(page);

  // Trying anyway leads back here, with the reason.
  await page.getByRole("button", { name: "Essayer quand même" }).click();
  await expect(page).toHaveURL(/\/sign-in\?.*problem=hub\.provider_down/, { timeout: 20_000 });
  await expect(page.getByRole("alert")).toContainText("Ministère endormi ne répond pas.");
  await expectAccessible(page);

  // The house's own way in stays open.
  await page.getByLabel("Votre adresse professionnelle").fill(`paul.roux@endormi-${stamp}.exemple.fr`);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Entrer sans passer par mon ministère" }).click();
  await expect(page.getByLabel(/^(Mot de passe|Code reçu)$/)).toBeVisible();
  await house.ask("delete", `/api/hub/providers/${ailing.id}`);
});

test("an application hints at a ministry, or at an address: its person lands there; what nobody knows is passed over", async ({ page, baseURL, forgive }) => {
  forgive(401);
  const agenda = await Relying.join(house, baseURL ?? "", { name: `Agenda ${stamp}` });
  const off = await (await Ministry.open({ name: "Ministère fermé", domain: `ferme-${stamp}.exemple.fr` })).join(house);
  await house.ask("patch", `/api/hub/providers/${off.id}`, { enabled: false });
  try {
    const address = `${freshAddress("").replace("@", "").replace("e2e-", "lina.e2e-")}@${justice.domain}`;

    // Straight to the ministry, with the address on its page; back to the very request.
    const hinted = await agenda.leave({ idp_hint: justice.id, login_hint: address });
    await page.goto(hinted.url);
    await expect(page.getByLabel("Adresse")).toHaveValue(address);
    await signInThere(page, justice);
    await page.getByRole("button", { name: "C’est ma première fois ici" }).click();
    await page.getByRole("button", { name: "Accepter" }).click();
    await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
    expect((await agenda.hear(page.url(), hinted)).claims()?.sub).toBeTruthy();

    // The address alone: our door knows it, and its ministry.
    await page.context().clearCookies();
    await page.goto((await agenda.leave({ login_hint: address })).url);
    await expect(page).toHaveURL(/\/sign-in\?/);
    await expect(page.getByLabel("Votre adresse professionnelle")).toHaveValue(address);
    await page.getByLabel("Votre adresse professionnelle").press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: /Vous allez vous connecter avec/ })).toContainText(justice.name);

    // Unknown, of no shape, or disabled: our door, and no complaint.
    for (const idp_hint of ["11111111-2222-4333-8444-555555555555", "le-ministere", off.id]) {
      await page.goto((await agenda.leave({ idp_hint, login_hint: address })).url);
      await expect(page).toHaveURL(/\/sign-in\?next=%2Fconnect%2F/);
      await expect(page.getByLabel("Votre adresse professionnelle")).toHaveValue(address);
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
    await expectEverywhere(page);
  } finally {
    await agenda.close();
    off.close();
    await house.ask("delete", `/api/hub/providers/${off.id}`);
  }
});

test("a recovery code proves the old account, and correspondents are asked when nothing else does", async ({ page }) => {
  const login = freshAddress("").replace("@", "").replace("e2e-", "samir.e2e-");
  await page.goto("/sign-in");
  await goToMinistry(page, `${login}@${agriculture.domain}`, agriculture);
  await signInThere(page, agriculture);
  await page.getByRole("button", { name: "J’ai déjà un compte" }).click();
  await page.getByRole("button", { name: /^Utiliser un code de secours/ }).click();
  await expect(page.getByLabel("Adresse de l’ancien compte")).toBeFocused();
  await expectEverywhere(page);

  await page.goBack();
  await page.getByRole("button", { name: /^Demander aux correspondants d’annuaire/ }).click();
  await page.getByLabel("Adresse de l’ancien compte").fill("samir.inconnu@ecologie.exemple.fr");
  await page.getByLabel("Un mot pour eux", { exact: false }).fill("J’ai quitté la DNUM le 3 novembre.");
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  // The same answer whether or not the account exists.
  await expect(page.getByRole("heading", { level: 1, name: "Votre demande est partie." })).toBeVisible();
  await expectAccessible(page);
});

/** Nobody knew them: a new person, in. */
async function beNew(page: Page): Promise<void> {
  const first = page.getByRole("button", { name: "C’est ma première fois ici" });
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: home })).toBeVisible();
}
