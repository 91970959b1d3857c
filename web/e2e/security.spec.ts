// What opens one's account: passkeys, an application of codes, recovery codes, addresses; and being asked again.
import { expect, expectAccessible, samplePassword, test, type SamplePerson } from "./fixtures";
import { accountLettersTo, Authenticator, codeIn, letterTo, lettersTo, putCodesAway, totp } from "./proofs";

const named = (name: string) => (person: SamplePerson) => person.name === name;
const inside = { level: 1, name: /^(Bonjour|Bonsoir)/ } as const;

test("a passkey is added, opens the door by itself, is asked after a password, is renamed and removed", async ({ page, signIn }) => {
  const device = await Authenticator.in(page);
  const name = `Ordinateur ${Date.now()}`;
  const { address } = await signIn(named("Solène Jaouen"));
  const told = (await accountLettersTo(page.request, address)).length;
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Ajouter une clé" }).click();
  await expect(page).toHaveURL(/dialog=passkey/);
  await page.getByLabel("Nom de la clé").fill(name);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continuer avec l’appareil" }).click();
  await putCodesAway(page);
  // Whoever did not do it themselves learns of it.
  await expect.poll(async () => (await accountLettersTo(page.request, address)).length).toBeGreaterThan(told);
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("jamais utilisée");
  await expectAccessible(page);

  await device.willing(false);
  await page.context().clearCookies();
  // A browser that offers no keys in the field: otherwise a willing one opens the door before the button is reached.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  await page.goto("/sign-in");
  await expect(page.getByLabel("Votre adresse professionnelle")).toHaveAttribute("autocomplete", "username webauthn");
  await device.willing(true);
  await page.getByRole("button", { name: /^Clé d’accès/ }).click();
  await expect(page.getByRole("heading", inside)).toBeVisible();
  await expect(page.locator(".session")).toContainText("Entrée par clé d’accès");

  // From now on a password is half a door, and a mailed code too.
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("Votre adresse professionnelle").fill(address);
  await page.keyboard.press("Enter");
  await page.getByLabel("Mot de passe", { exact: true }).fill(samplePassword);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Encore une preuve." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Utiliser un code de secours" })).toBeVisible();
  await expect(page.getByText("Tout est perdu", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Montrer ma clé d’accès" }).click();
  await expect(page.getByRole("heading", inside)).toBeVisible();

  await page.goto("/account/security");
  await row.getByRole("button", { name: `Renommer ${name}` }).click();
  await page.getByLabel("Nom de la clé").fill(`${name} bis`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Elle s’appelle maintenant « ${name} bis ».`)).toBeVisible();
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText(`${name} bis`, { exact: true })).toHaveCount(0);

  await row.getByRole("button", { name: `Retirer ${name}` }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer la clé" }).click();
  await expect(row).toHaveCount(0);
});

test("a passkey offered among the addresses opens the door without a press", async ({ page, signIn }) => {
  const device = await Authenticator.in(page);
  const name = `Portable ${Date.now()}`;
  await signIn(named("Solène Jaouen"));
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Ajouter une clé" }).click();
  await page.getByLabel("Nom de la clé").fill(name);
  await page.getByRole("button", { name: "Continuer avec l’appareil" }).click();
  await putCodesAway(page);
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("jamais utilisée");

  // What the page asks of the browser, kept to be looked at.
  await page.addInitScript(() => {
    const ask = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      document.documentElement.dataset["asked"] = options?.mediation ?? "";
      return ask(options);
    };
  });
  const asked = page.locator("html[data-asked=conditional]");

  // Nobody chooses the key: the question stays open in the field, and nothing is said of it.
  await device.willing(false);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(asked).toHaveCount(1);
  await expect(page.getByLabel("Votre adresse professionnelle")).toBeEnabled();
  await expect(page.getByRole("alert")).toHaveCount(0);

  // The person chooses it among the suggestions, and does nothing else.
  await device.willing(true);
  await page.reload();
  await expect(page.getByRole("heading", inside)).toBeVisible();
  await expect(asked).toHaveCount(1);
  await expect(page.locator(".session")).toContainText("Entrée par clé d’accès");

  await page.goto("/account/security");
  await row.getByRole("button", { name: `Retirer ${name}` }).click();
  await page.getByRole("button", { name: "Retirer la clé" }).click();
  await expect(row).toHaveCount(0);
});

test("an application of codes is set up, then asked for; a recovery code stands in for it", async ({ page, signIn, forgive }, info) => {
  forgive(401);
  // Codes are shown to who has none: a second try needs somebody else.
  const person = await signIn(named(info.retry === 0 ? "Ronan Abgrall" : "Lucie Weber"));
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Mettre en place" }).click();
  await page.getByRole("button", { name: "Montrer le carré" }).click();
  await expect(page.getByRole("img", { name: /photographier/ })).toBeVisible();
  await expectAccessible(page);
  const secret = await page.locator("code.spelled").innerText();
  await page.getByLabel("Code de l’application").fill(totp(secret, -1));
  await page.keyboard.press("Enter");

  const codes = page.getByRole("dialog").getByRole("list", { name: "Codes de secours" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  await expectAccessible(page);
  const [spare] = await codes.allInnerTexts();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Garder en fichier" }).click();
  expect((await download).suggestedFilename()).toMatch(/^codes-de-secours-.*\.txt$/);
  await page.getByRole("button", { name: "Je les ai rangés" }).click();
  await expect(page.getByText("10 codes restants")).toBeVisible();
  await expect(page.getByText("En place", { exact: true })).toBeVisible();

  const toTheSecondFactor = async () => {
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("Votre adresse professionnelle").fill(person.address);
    await page.keyboard.press("Enter");
    await page.getByLabel("Mot de passe", { exact: true }).fill(samplePassword);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Encore une preuve." })).toBeVisible();
  };

  await toTheSecondFactor();
  await expect(page.getByLabel("Code de l’application")).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Code de l’application").fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await page.getByLabel("Code de l’application").fill(totp(secret));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", inside)).toBeVisible();

  await toTheSecondFactor();
  await page.getByRole("button", { name: "Utiliser un code de secours" }).click();
  await expectAccessible(page);
  await page.getByLabel("Code de secours", { exact: true }).fill((spare ?? "").toLowerCase().replaceAll("-", " "));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", inside)).toBeVisible();

  await page.goto("/account/security");
  await expect(page.getByText("9 codes restants")).toBeVisible();
  await page.getByRole("button", { name: "Retirer", exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer l’application" }).click();
  await expect(page.getByRole("button", { name: "Mettre en place" })).toBeVisible();
});

test("asked again who one is, one is at the very same place afterwards", async ({ page, signIn, forgive }) => {
  forgive(401, 403);
  await signIn(named("Farid Ouali"));
  await page.goto("/account/security");

  // A quarter of an hour has passed, as far as this browser can tell: the house's first answer to the gesture is a refusal.
  let refused = 0;
  await page.route("**/api/identity/recovery-codes", async (route) => {
    refused += 1;
    if (refused !== 1 && refused !== 2) return route.continue();
    await route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "", status: 401, code: "confirm", detail: "Encore une fois.", params: { acr: "eidas0", within_seconds: 900 }, request_id: "1" }) });
  });
  await page.getByRole("button", { name: /Créer des codes|En créer d’autres/ }).click();
  const make = page.getByRole("dialog", { name: "Codes de secours" }).getByRole("button", { name: "Créer des codes" });
  const again = page.getByRole("dialog", { name: /Est-ce toujours vous/ });

  await make.click();
  await expect(again).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();
  // Calmly refused, and still there.
  await expect(page.getByText("Rien n’a été fait", { exact: false })).toBeVisible();
  await expect(page).toHaveURL(/\/account\/security\?dialog=recovery/);

  await make.click();
  await expect(again).toBeVisible();
  // In a sample State one click comes first.
  await again.getByRole("button", { name: "Mot de passe", exact: true }).click();
  await again.getByLabel("Votre mot de passe").fill("ce n’est pas le bon");
  await page.keyboard.press("Enter");
  await expect(again.getByRole("alert")).not.toBeEmpty();
  await again.getByLabel("Votre mot de passe").fill(samplePassword);
  await page.keyboard.press("Enter");
  await expect(again).toBeHidden();
  await expect(page.getByRole("dialog").getByRole("list", { name: "Codes de secours" }).getByRole("listitem")).toHaveCount(10);
  expect(refused).toBe(3);
  await expect(page).toHaveURL(/\/account\/security\?dialog=recovery/);
});

test("a forgotten password: a code, then another password", async ({ page, browser, baseURL, forgive }) => {
  forgive(401);
  const address = "celine.hoarau@interieur.exemple.fr";
  const next = `une phrase de plus, ${Date.now()}`;
  const enter = async (password: string) => {
    await page.goto("/sign-in");
    await page.getByLabel("Votre adresse professionnelle").fill(address);
    await page.keyboard.press("Enter");
    await page.getByLabel("Mot de passe", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
  };
  await enter("je ne sais plus du tout");
  await expect(page.getByRole("alert")).not.toBeEmpty();
  const before = (await lettersTo(page.request, address)).length;
  await page.getByRole("button", { name: /Mot de passe oublié/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Un code, puis un nouveau mot de passe." })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Code reçu").fill(codeIn(await letterTo(page.request, address, before)));
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: "Choisissez un nouveau mot de passe." })).toBeVisible();
  await expect(page.getByText("12 caractères au moins.", { exact: false })).toBeVisible();
  await page.getByLabel("Nouveau mot de passe").fill("court");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Il est trop court/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Nouveau mot de passe").fill(next);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", inside)).toBeVisible();
  await expect(page.getByText("Mot de passe changé.")).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL });
  const answer = await elsewhere.request.post("/api/identity/sessions", { data: { address, password: next }, headers: { Origin: baseURL ?? "" } });
  expect(answer.status()).toBe(201);
  // As it was: other journeys enter by the sample's password.
  const back = await elsewhere.request.put("/api/identity/me/password", { data: { current: next, new: samplePassword }, headers: { Origin: baseURL ?? "" } });
  expect(back.status()).toBe(204);
  await elsewhere.close();
});

test("an address is added by its code, made the main one, and removed", async ({ page, signIn }) => {
  const address = `victor.${Date.now()}@finistere.exemple.fr`;
  const { address: first } = await signIn(named("Victor Delacroix-Bloch"));
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Ajouter une adresse" }).click();
  await page.getByLabel("Nouvelle adresse").fill(address);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await page.getByLabel("Code reçu").fill(codeIn(await letterTo(page.request, address)));
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  const row = (one: string) => page.getByRole("list", { name: "Adresses" }).getByRole("listitem").filter({ hasText: one });
  await expect(row(address)).toBeVisible();

  await row(address).getByRole("button").click();
  await page.getByRole("menuitem", { name: "En faire la principale" }).click();
  await expect(row(address)).toContainText("Principale");
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(row(first)).toContainText("Principale");

  await row(address).getByRole("button").click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Retirer" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer l’adresse" }).click();
  await expect(row(address)).toHaveCount(0);
});

test("an application password opens by HTTP Basic, until it is revoked", async ({ page, signIn, playwright, baseURL }) => {
  const name = `Agenda ${Date.now()}`;
  const { address } = await signIn(named("Joël Payet"));
  await page.goto("/account/tokens?dialog=new-token");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^Mot de passe d’application/ }).check();
  await dialog.getByLabel("À quoi sert-il", { exact: false }).fill(name);
  for (const box of await dialog.getByRole("checkbox").all()) await box.check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Créer un jeton" }).click();
  const secret = await dialog.locator("code[data-secret]").innerText();
  await expect(dialog.getByText("HTTP Basic", { exact: false })).toBeVisible();
  await expect(dialog.getByText(address, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Je l’ai rangé" }).click();

  const basic = `Basic ${Buffer.from(`${address}:${secret}`).toString("base64")}`;
  const software = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { Authorization: basic } });
  expect((await software.get("/api/transfer/limits")).status()).toBe(200);
  // It opens the tool, not the account.
  expect((await software.get("/api/identity/factors")).status()).toBe(403);

  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("Mot de passe d’application");
  await row.getByRole("button", { name: "Retirer" }).click();
  await page.getByRole("button", { name: "Retirer le jeton" }).click();
  await expect(row).toHaveCount(0);
  expect((await software.get("/api/transfer/limits")).status()).toBe(401);
  await software.dispose();
});
