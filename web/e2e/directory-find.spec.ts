// Finding anybody while typing, and walking where they stand.
import { look } from "./directory.steps";
import { expect, expectAccessible, expectNoSideScroll, isAdministrator, isExternal, isPlainAgent, tabTo, test } from "./fixtures";

test.describe.configure({ timeout: 60_000 });

const results = "Résultats";

test("a colleague is found by a typo, opened, and what was typed stays", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/");
  await page.getByRole("link", { name: "Annuaire" }).first().click();
  await expect(page.getByRole("textbox", { name: "Chercher une personne" })).toBeFocused();
  await expectAccessible(page);

  for (const [typed, name] of [
    ["marcheti", "Hélène Marchetti"],
    ["kerbra", "Loïc Kerbrat"],
    ["oeuvrard", "Mathilde Œuvrard"],
    ["goff yann", "Yann Le Goff"],
  ] as const) {
    await look(page, typed);
    await expect(page.getByRole("region", { name: results }).getByRole("link", { name }), typed).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole("region", { name: results }).getByRole("link", { name: "Yann Le Goff" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Yann Le Goff" })).toBeVisible();
  await expect(page).toHaveURL(/\/directory\/people\/.*q=goff/);
  await expect(page.getByRole("link", { name: "Écrire" })).toHaveAttribute("href", "mailto:yann.le-goff@ecologie.exemple.fr");
  await expectAccessible(page);
});

test("arrows walk the results, Enter opens the first, letters go back to the field", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/directory?q=belkacem");
  const first = page.getByRole("region", { name: results }).getByRole("link").first();
  await expect(first).toHaveText(/Inès Belkacem/);
  await page.getByRole("textbox", { name: "Chercher une personne" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(first).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("textbox", { name: "Chercher une personne" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Backspace");
  await expect(page.getByRole("textbox", { name: "Chercher une personne" })).toHaveValue("belkace");
  await page.keyboard.type("m");
  await expect(first).toHaveText(/Inès Belkacem/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Inès Belkacem" })).toBeVisible();
});

test("kinds narrow what is found, and nothing found teaches", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/directory");
  await look(page, "numérique");
  await page.getByRole("button", { name: "Services" }).click();
  await expect(page).toHaveURL(/kind=organisation/);
  await expect(page.getByRole("region", { name: results }).getByRole("link", { name: /Direction du numérique/ })).toBeVisible();
  await look(page, "zzzzqqqq");
  await expect(page.getByRole("heading", { name: /Rien ne répond à/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Chercher parmi tout" }).click();
  await expect(page).not.toHaveURL(/kind=/);
  // Nothing that the row shows has these digits: it says what answered.
  await look(page, "4110");
  await expect(page.getByRole("region", { name: results }).getByRole("link", { name: /Hélène Marchetti/ })).toContainText("Par un de ses numéros de téléphone");
});

test("the chart is walked by mouse: a person, their service, the one above, and down again", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/directory?q=sophie+nguyen");
  await page.getByRole("link", { name: /Sophie Nguyen/ }).first().click();
  const chart = page.getByRole("region", { name: "Dans l’organigramme" });
  await chart.getByRole("link", { name: "Direction du numérique" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Direction du numérique/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /Karim Benali/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Ministère de la Transition écologique" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /Ministère de la Transition écologique/ })).toBeVisible();
  await page.getByRole("region", { name: "Services rattachés" }).getByRole("link", { name: "Direction des ports et du littoral" }).click();
  await expect(page.getByRole("link", { name: /Aminata Sow/ })).toBeVisible();
});

test("the chart is walked by keyboard alone", async ({ page, signIn }) => {
  await signIn(isPlainAgent);
  await page.goto("/directory/chart");
  const item = (name: string) => page.getByRole("treeitem", { name: new RegExp(name) });
  await expect(page.getByRole("tree")).toBeVisible();
  await page.locator('[role="treeitem"][tabindex="0"]').focus();
  await page.keyboard.press("Home");
  await page.keyboard.type("m");
  await expect(page.locator('[role="treeitem"]:focus')).toHaveText(/^Minist/);
  await item("Ministère de la Culture").first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(item("Ministère de la Culture").first()).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator('[role="treeitem"]:focus')).toHaveAttribute("aria-level", "2");
  await expectAccessible(page);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(item("Ministère de la Culture").first()).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Ministère de la Culture/ })).toBeVisible();
});

test("a guest is told politely, and sees no way in", async ({ page, signIn }) => {
  await signIn(isExternal);
  await page.goto("/");
  await expect(page.getByRole("link", { name: "Annuaire" })).toHaveCount(0);
  for (const path of ["/directory", "/directory/me", "/directory/groups"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "L’annuaire est réservé aux agents." })).toBeVisible();
  }
  await expectAccessible(page);
  expect((await page.request.get("/api/directory/find?q=marchetti")).status()).toBe(403);
});

for (const scheme of ["light", "dark"] as const) {
  for (const [width, height] of [
    [1280, 768],
    [390, 844],
  ] as const) {
    test(`every page of the annuaire stands at ${width} points, ${scheme}`, async ({ page, signIn }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      const me = await signIn(isAdministrator);
      for (const path of ["/directory", "/directory?q=sow", `/directory/people/${me.id}`, "/directory/chart", "/directory/me", "/directory/groups", "/directory/mine", "/directory/suggestions", "/directory/imports", "/directory/alerts"]) {
        await page.goto(path);
        await expect(page.locator("h1").first(), path).toBeVisible();
        await expect(page.getByRole("status", { name: "Chargement" })).toHaveCount(0);
        await expectNoSideScroll(page);
        await expectAccessible(page);
      }
    });
  }
}

test("on a telephone, results push to a card and back", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(isPlainAgent);
  await page.goto("/directory");
  await look(page, "lemaitre");
  await page.getByRole("link", { name: /Océane Lemaître/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Océane Lemaître" })).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole("link", { name: "Revenir à la liste" }).click();
  await expect(page.getByRole("textbox", { name: "Chercher une personne" })).toHaveValue("lemaitre");
  await tabTo(page, page.getByRole("link", { name: /Océane Lemaître/ }));
});
