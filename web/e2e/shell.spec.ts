// The door and the frame: everything an agent meets before a tool.
import { expect, expectAccessible, expectNoSideScroll, isAdministrator, isPlainAgent, samplePassword, tabTo, test } from "./fixtures";

const account = /^Compte de/;

test.describe("the door", () => {
  test("a person of the sample State enters with one click", async ({ page }) => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/sign-in$/);
    await expect(page.getByRole("heading", { level: 1, name: "Ouvrez votre sac à dos." })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: /^Hélène Marchetti/ }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByRole("heading", { level: 1, name: /^(Bonjour|Bonsoir) Hélène/ })).toBeVisible();
    await expectAccessible(page);
  });

  test("a person of the sample State is found by a few letters, without accents", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("Chercher dans l’État d’exemple").fill("oeuv");
    const people = page.locator(".sample .people").getByRole("button");
    await expect(people).toHaveCount(1);
    await expect(people).toHaveText(/Mathilde Œuvrard/);
    await page.getByLabel("Chercher dans l’État d’exemple").fill("zzz");
    await expect(page.getByText("Personne ne correspond.", { exact: false })).toBeVisible();
    await expectAccessible(page);
  });

  test("an address is recognised, and its password opens", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("Votre adresse professionnelle").fill("helene.marchetti@ecologie.exemple.fr");
    await expect(page.getByRole("status").filter({ hasText: "Ministère de la Transition écologique" })).toBeVisible();
    await page.getByRole("button", { name: "Continuer avec cette adresse" }).click();

    await expect(page.getByLabel("Mot de passe", { exact: true })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.type(samplePassword);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: /Hélène/ })).toBeVisible();
    await expect(page.locator(".session")).toContainText("Entrée par mot de passe");
  });

  test("a wrong password says what to do and keeps the address", async ({ page, forgive }) => {
    forgive(401);
    await page.goto("/sign-in");
    await page.getByLabel("Votre adresse professionnelle").fill("helene.marchetti@ecologie.exemple.fr");
    await page.keyboard.press("Enter");
    await page.getByLabel("Mot de passe", { exact: true }).fill("ce n’est pas le bon");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).not.toBeEmpty();
    await expect(page.getByText("helene.marchetti@ecologie.exemple.fr")).toBeVisible();
    await expectAccessible(page);
  });

  test("someone from outside proves an address by the code of a mail", async ({ page, context }) => {
    const address = `marc.delorme.${Date.now()}@atelier.exemple.org`;
    await page.goto("/sign-in");
    await page.getByRole("button", { name: /Vous n’êtes pas agent public/ }).click();
    await expect(page).toHaveURL(/as=guest/);
    await page.getByLabel("Votre adresse").fill(address);
    await page.getByRole("button", { name: "Recevoir un code" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Un code vous attend." })).toBeVisible();
    await expectAccessible(page);

    const outbox = await context.newPage();
    await outbox.goto("/outbox");
    await outbox.getByRole("listitem").filter({ hasText: address }).getByRole("link").click({ timeout: 15_000 });
    await outbox.getByRole("button", { name: "Texte seul" }).click();
    const code = /[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}/.exec(await outbox.locator(".mail pre").innerText())?.[0];
    await outbox.close();

    // Dash and case do not matter.
    await page.getByLabel("Code reçu").fill((code ?? "").replace("-", "").toLowerCase());
    await expect(page.getByLabel("Code reçu")).toHaveValue(code ?? "no code in the mail");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: /^(Bonjour|Bonsoir)/ })).toBeVisible();
  });

  test("leads back to the page one wanted, and only inside", async ({ page }) => {
    await page.goto("/account/sessions");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByRole("button", { name: /^Hélène Marchetti/ }).click();
    await expect(page).toHaveURL(/\/account\/sessions$/);

    await page.goto("/sign-in?next=//example.org/");
    await expect(page).toHaveURL(new RegExp(`^${new URL(page.url()).origin}/$`));
  });

  test("an incomplete address is not sent", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("Votre adresse professionnelle").fill("helene");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Votre adresse professionnelle")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("Cette adresse est incomplète.", { exact: false })).toBeVisible();
  });
});

test.describe("the frame", () => {
  test("is walked by keyboard alone", async ({ page, signIn }) => {
    await signIn(isAdministrator);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
    await tabTo(page, page.getByRole("link", { name: "Journal" }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/admin\/journal$/);
    await expect(page.getByRole("link", { name: "Journal" })).toHaveAttribute("aria-current", "page");
    await expect(page.locator("#page")).toBeFocused();
    await expect(page).toHaveTitle("Journal · Sacados");

    await page.getByRole("button", { name: account }).first().focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    await expect(page.getByRole("button", { name: account }).first()).toBeFocused();
  });

  test("speaks English when asked, and remembers it", async ({ page, signIn }) => {
    // Somebody no other journey is: a language belongs to the account.
    await signIn((person) => person.name === "Sophie Nguyen");
    await page.goto("/");
    await page.getByRole("button", { name: account }).first().click();
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /^Good (day|evening)/ })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: /^Good (day|evening)/ })).toBeVisible();
    await expectAccessible(page);

    // Back to French, for the journeys that follow.
    await page.getByRole("button", { name: /^Account of/ }).first().click();
    await page.getByRole("menuitemradio", { name: "Français" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /^(Bonjour|Bonsoir)/ })).toBeVisible();
  });

  test("turns dark, and stays so without a flash", async ({ page, signIn }) => {
    await signIn(isPlainAgent);
    await page.goto("/");
    await page.getByRole("button", { name: account }).first().click();
    await page.getByRole("menuitemradio", { name: "Sombre" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });

  test("fits a telephone, with its bar at the bottom", async ({ page, signIn }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(isPlainAgent);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSideScroll(page);
    await expectAccessible(page);
    await page.getByRole("navigation", { name: "Vos outils" }).getByRole("link", { name: "Compte" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();
    await expectNoSideScroll(page);
    await expectAccessible(page);
  });

  test("reflows at 320 pixels", async ({ page, signIn }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSideScroll(page);
    await signIn(isAdministrator);
    for (const address of ["/", "/account", "/account/tokens", "/admin/journal", "/outbox"]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoSideScroll(page);
    }
  });

  test("shows only what a person may use", async ({ page, signIn }) => {
    await signIn(isPlainAgent);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: "Journal" })).toHaveCount(0);
  });

  test("an address that leads nowhere says so within the frame", async ({ page, signIn }) => {
    await signIn(isPlainAgent);
    await page.goto("/nowhere/at/all");
    await expect(page.getByRole("heading", { level: 1, name: /Cette page n’existe pas/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Revenir à l’accueil" }).click();
    await expect(page).toHaveURL(/\/$/);
  });

  test("tells when the network is gone and comes back", async ({ page, context, signIn }) => {
    await signIn(isPlainAgent);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.evaluate(() => window.dispatchEvent(new Event("offline")));
    await context.setOffline(true);
    await expect(page.getByText("Vous êtes hors ligne.", { exact: false })).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("Vous êtes hors ligne.", { exact: false })).toBeHidden();
  });

  test("lets one out, and forgets what was seen", async ({ page, signIn }) => {
    await signIn(isPlainAgent);
    await page.goto("/");
    await page.getByRole("button", { name: account }).first().click();
    await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.goto("/account");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });
});
