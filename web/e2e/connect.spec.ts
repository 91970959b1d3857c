// Applications that sign their people in here: asked, allowed or refused, listed, closed.
import * as openid from "openid-client";
import { expect, expectAccessible, expectEverywhere, isPlainAgent, test } from "./fixtures";
import { House } from "./ministries";
import { Relying } from "./relying";

test.describe.configure({ timeout: 120_000, mode: "serial" });

let house: House;
let agenda: Relying;
let unknown: Relying;

test.beforeAll(async ({ playwright }, info) => {
  test.setTimeout(120_000);
  const baseURL = info.project.use.baseURL ?? "";
  house = await new House(await playwright.request.newContext({ baseURL }), baseURL).enter();
  agenda = await Relying.join(house, baseURL, { name: "Petit agenda" });
  unknown = await Relying.join(house, baseURL, { name: "Tableau inconnu", verified: false });
});

test.afterAll(async () => {
  await agenda.close();
  await unknown.close();
});

test("somebody at the door signs in, reads what is asked, allows it, and is not asked again", async ({ page, signIn }) => {
  const leaving = await agenda.leave();
  await page.goto(leaving.url);
  // Nobody is signed in: the door first, then the very request.
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fconnect%2F/);
  const person = await signIn(isPlainAgent);
  await page.goto(decodeURIComponent(new URL(page.url()).searchParams.get("next") ?? ""));

  await expect(page.getByRole("heading", { level: 1, name: "«\u00a0Petit agenda\u00a0» demande à vous connaître." })).toBeVisible();
  await expect(page.getByRole("region", { name: "Elle saura" }).getByRole("listitem")).toHaveText([/^Que c’est vous/, /^Votre nom/, /^Votre adresse professionnelle/]);
  await expect(page.getByRole("region", { name: "Avec ce compte" })).toContainText(person.address);
  await expect(page.getByText("Non vérifié")).toHaveCount(0);
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Accepter" }).click();
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  const tokens = await agenda.hear(page.url(), leaving);
  const claims = await openid.fetchUserInfo(agenda.config, tokens.access_token, openid.skipSubjectCheck);
  expect(claims.email).toBe(person.address);

  // The same question again passes without a page.
  const again = await agenda.leave();
  await page.goto(again.url);
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  expect((await agenda.hear(page.url(), again)).claims()?.sub).toBe(tokens.claims()?.sub);
});

test("an application that nobody vouches for says so; refused, it learns nothing", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  const leaving = await unknown.leave();
  await page.goto(leaving.url);
  await expect(page.getByText("Non vérifié")).toBeVisible();
  await expect(page.getByText("Personne ici n’a vérifié qui tient cette application.", { exact: false })).toBeVisible();
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  const back = new URL(page.url()).searchParams;
  expect(back.get("error")).toBe("access_denied");
  expect(back.get("state")).toBe(leaving.state);
  expect(back.get("code")).toBeNull();
});

test("a request comes in a form of another site, and its answer goes back in one", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  for (const prompt of ["consent", ""]) {
    const leaving = await agenda.leave({ response_mode: "form_post", ...(prompt ? { prompt } : {}) });
    const asked = new URL(leaving.url);
    // A page of the application, whose form brings none of our cookies.
    await page.goto(agenda.out);
    await page.evaluate(
      ({ action, fields }) => {
        const form = Object.assign(document.createElement("form"), { method: "post", action });
        for (const [name, value] of fields) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        document.body.append(form);
        form.submit();
      },
      { action: `${asked.origin}${asked.pathname}`, fields: [...asked.searchParams] },
    );
    if (prompt) await page.getByRole("button", { name: "Accepter" }).click();
    await expect(page.getByText("POST", { exact: true })).toBeVisible();
    expect(page.url()).toBe(agenda.back);
    expect((await agenda.hear(agenda.posted(), leaving)).access_token).toBeTruthy();
  }
});

test("a surer proof than one has: the page says how to get one, and refusing says why", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  const claims = JSON.stringify({ id_token: { acr: { essential: true, value: "eidas1-mfa" } } });
  const leaving = await agenda.leave({ claims });
  await page.goto(leaving.url);
  await expect(page.getByText("demande une preuve plus sûre que celles de votre compte", { exact: false })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ouvrir la sécurité de mon compte dans un autre onglet" })).toHaveAttribute("href", "/account/security");
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Refuser" }).click();
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("error")).toBe("unmet_authentication_requirements");

  // What is only wished is not asked of whoever has no means.
  const wished = await agenda.leave({ acr_values: "eidas1-mfa" });
  await page.goto(wished.url);
  const allow = page.getByRole("button", { name: "Accepter" });
  await expect(allow.or(page.getByRole("heading", { name: "De retour" }))).toBeVisible();
  await expect(page.getByRole("button", { name: "Continuer sans" })).toHaveCount(0);
});

test("another account may be taken", async ({ page, signIn, forgive }) => {
  forgive(401);
  await signIn(isPlainAgent);
  await page.goto((await unknown.leave()).url);
  await page.getByRole("button", { name: "Utiliser un autre compte" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fconnect%2F/);
  await page.getByRole("button", { name: /^Hélène Marchetti/ }).click();
  await expect(page.getByRole("region", { name: "Avec ce compte" })).toContainText("Hélène Marchetti");
});

test("a wrong return address is said here, and never followed", async ({ page }) => {
  const { url } = await agenda.leave({ redirect_uri: "http://127.0.0.1:9/ailleurs" });
  await page.goto(url);
  await expect(page).toHaveURL(/\/connect\/problem\?code=provider\.bad_redirect_uri/);
  await expect(page.getByRole("heading", { level: 1, name: "Cette application s’y prend mal." })).toBeVisible();
  await expectEverywhere(page);
});

test("a device shows a code, which is typed where one is signed in", async ({ page, signIn, forgive }) => {
  forgive(404);
  await signIn(isPlainAgent);
  const asked = await openid.initiateDeviceAuthorization(agenda.config, { scope: "openid email" });
  await page.goto("/device");
  await expectEverywhere(page);
  await page.getByLabel("Code affiché").fill("BCDF-GHJK");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await page.getByRole("button", { name: "Écrire un autre code" }).click();

  await page.getByLabel("Code affiché").fill(asked.user_code.toLowerCase());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "«\u00a0Petit agenda\u00a0» veut se connecter." })).toBeVisible();
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Connecter l’appareil" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "C’est fait." })).toBeVisible();
  await expectAccessible(page);
  const tokens = await openid.pollDeviceAuthorizationGrant(agenda.config, asked);
  expect(tokens.access_token).toBeTruthy();
});

test("an application is closed from the account, and learns nothing more", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  const leaving = await agenda.leave();
  await page.goto(leaving.url);
  const allow = page.getByRole("button", { name: "Accepter" });
  await expect(allow.or(page.getByRole("heading", { name: "De retour" }))).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  const tokens = await agenda.hear(page.url(), leaving);

  await page.goto("/account/sessions");
  const rows = page.getByRole("list", { name: "Vos applications" }).getByRole("listitem").filter({ hasText: "Petit agenda" });
  await expect(rows.first()).toBeVisible();
  await expectEverywhere(page);
  for (let left = await rows.count(); left > 0; left -= 1) {
    await rows.first().getByRole("button", { name: /^Fermer/ }).click();
    await expect(rows).toHaveCount(left - 1);
  }
  await expect(page.getByText("«\u00a0Petit agenda\u00a0» n’a plus accès à votre compte.").first()).toBeVisible();
  await expect(openid.fetchUserInfo(agenda.config, tokens.access_token, openid.skipSubjectCheck)).rejects.toThrow();
});

test("an application asks to sign out; one says so oneself", async ({ page, signIn, forgive }) => {
  forgive(401);
  await signIn(isPlainAgent);
  await page.goto(openid.buildEndSessionUrl(agenda.config, { client_id: agenda.config.clientMetadata().client_id, post_logout_redirect_uri: agenda.out }).href);
  await expect(page.getByRole("heading", { level: 1, name: "Vous déconnecter de Sacados\u202f?" })).toBeVisible();
  await expectEverywhere(page);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/sortie");
  expect((await page.request.get("/api/identity/me")).status()).toBe(401);
});

test("a chat client leads to the very device in the account, through the door if need be, and it is closed by its person only", async ({ page, signIn, forgive }) => {
  forgive(401);
  const chat = await Relying.join(house, new URL(agenda.config.serverMetadata().issuer).href, { name: "Messagerie d’essai", scopes: ["openid", "urn:matrix:client:api:*"] });
  try {
    await signIn(isPlainAgent);
    const device = `E2E${Date.now().toString(36).toUpperCase()}`;
    const leaving = await chat.leave({ scope: `openid urn:matrix:client:api:* urn:matrix:client:device:${device}` });
    await page.goto(leaving.url);
    await page.getByRole("button", { name: "Accepter" }).click();
    await expect(page.getByRole("heading", { name: "De retour" })).toBeVisible();
    const tokens = await chat.hear(page.url(), leaving);
    const { account_management_uri: manage, account_management_actions_supported: actions } = chat.config.serverMetadata() as unknown as { account_management_uri: string; account_management_actions_supported: string[] };
    const asked = (action: string, id = device) => `${manage}?action=${action}&device_id=${id}`;

    // Every action that is promised leads where it says.
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      await page.goto(asked(action));
      const profile = action.endsWith("profile");
      await expect(page).toHaveURL(profile ? /\/account$/ : /\/account\/sessions/);
      await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();
      const row = page.getByRole("listitem").filter({ hasText: device });
      await expect(row).toHaveCount(profile ? 0 : 1);
      if (/_view$|_delete$|_end$/.test(action)) await expect(row).toBeInViewport();
      await expect(page.getByRole("alertdialog")).toHaveCount(/_delete$|_end$/.test(action) ? 1 : 0);
    }

    // One that is not there says so.
    await page.goto(asked("org.matrix.device_delete", "EFFACE"));
    await expect(page.getByText("Aucun appareil", { exact: false })).toBeVisible();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);

    // Nobody is signed in: the door first, then the very question.
    await page.context().clearCookies();
    await page.goto(asked("org.matrix.device_delete"));
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    const next = new URL(page.url()).searchParams.get("next") ?? "";
    expect(next).toContain(device);
    await signIn(isPlainAgent);
    await page.goto(next);
    await expectEverywhere(page);
    await page.getByRole("alertdialog").getByRole("button", { name: "Le garder" }).click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    expect((await openid.tokenIntrospection(chat.config, tokens.access_token)).active).toBe(true);

    await page.goto(asked("org.matrix.device_delete"));
    await page.getByRole("alertdialog").getByRole("button", { name: "Fermer l’appareil" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: device })).toHaveCount(0);
    expect((await openid.tokenIntrospection(chat.config, tokens.access_token)).active).toBe(false);
    await expect(page.getByText("Aucun appareil", { exact: false })).toHaveCount(0);
  } finally {
    await chat.close();
  }
});
