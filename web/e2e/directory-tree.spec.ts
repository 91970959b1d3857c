// A ministry that enters the annuaire: its people by a file, its domain, who leads it, who keeps it, who must not be found.
import type { Page } from "@playwright/test";
import { look, named, personNamed, somebodyElse } from "./directory.steps";
import { expect, expectAccessible, expectNoSideScroll, isAdministrator, test } from "./fixtures";

test.describe.configure({ timeout: 90_000 });

/** A ministry of this test alone. */
async function ministry(page: Page, baseURL: string | undefined): Promise<{ id: string; name: string; domain: string }> {
  const number = Date.now() % 1_000_000;
  const name = `Ministère des estuaires ${number}`;
  const answer = await page.request.post("/api/directory/organisations", { data: { name, kind: "ministry" }, headers: { Origin: baseURL ?? "" } });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return { id, name, domain: `estuaires${number}.exemple.fr` };
}

test("a file is read, applied, and whoever it names is found; another takes somebody away", async ({ page, baseURL, signIn }) => {
  await signIn(isAdministrator);
  const { name, domain } = await ministry(page, baseURL);
  const family = `Quelven${String.fromCharCode(97 + (Date.now() % 26))}`;
  const line = (given: string) => `${given.toLowerCase()}.${family.toLowerCase()}@${domain};${given};${family};Jaugeuse`;
  const head = "courriel;prénom;nom;fonction";
  const give = async (people: string[]) => {
    await page.goto("/directory/imports");
    await page.getByRole("button", { name: /Pour quel service/ }).click();
    await page.getByRole("option", { name }).click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choisir un fichier" }).click()]);
    await chooser.setFiles({ name: "personnes.csv", mimeType: "text/csv", buffer: Buffer.from([head, ...people.map(line)].join("\n")) });
    await expect(page.getByRole("heading", { name: "Lu, pas encore appliqué" })).toBeVisible();
  };

  await give(["Aziliz", "Bleuenn", "Coralie", "Dahud", "Enora", "Fanch", "Gwenn", "Herve", "Iseult", "Jakez"]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.getByText("Import appliqué.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Appliqué" })).toBeVisible();
  await page.goto("/directory");
  await look(page, `bleuenn ${family}`);
  await expect(page.getByRole("region", { name: "Résultats" }).getByRole("link", { name: new RegExp(`Bleuenn ${family}`) })).toBeVisible({ timeout: 15_000 });

  // Whom the next file names no more has left: that is said before anything is done.
  await give(["Aziliz", "Bleuenn", "Coralie", "Dahud", "Enora", "Fanch", "Gwenn", "Herve", "Iseult"]);
  await expect(page.getByText("Jakez", { exact: false }).first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.getByText("Import appliqué.")).toBeVisible();
  await expect
    .poll(async () => ((await (await page.request.get(`/api/directory/find?q=jakez+${family}`)).json()) as { hits: { name: string }[] }).hits.filter((hit) => hit.name === `Jakez ${family}`).length, { timeout: 15_000 })
    .toBe(0);
});

test("a ministry is given its domain, who leads it and who keeps it, who may change it from then on", async ({ page, browser, baseURL, signIn }) => {
  await signIn(isAdministrator);
  const { id, name, domain } = await ministry(page, baseURL);
  await page.goto(`/directory/organisations/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.getByRole("button", { name: "Modifier les domaines" }).click();
  await page.getByLabel(/Domaines des agents/).fill(domain);
  await page.getByLabel(/Domaines des prestataires/).fill(`presta.${domain}`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText(`Les domaines de « ${name} » sont enregistrés.`)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: `presta.${domain}` })).toContainText("prestataires");

  await page.getByRole("group", { name: "Tenir ce service" }).getByRole("button", { name: "Plus d’actions" }).click();
  await page.getByRole("menuitem", { name: "Changer qui le dirige" }).click();
  await expectAccessible(page);
  await page.getByRole("combobox", { name: "Chercher une personne" }).fill("tanguy");
  await page.getByRole("option", { name: /Gaëlle Tanguy/ }).click();
  await expect(page.getByText(`Gaëlle Tanguy est à la tête du service.`)).toBeVisible();

  // Whoever is named keeps it, at once and in their own browser.
  const keeper = await somebodyElse(browser, baseURL, "Salomé Cohen");
  await keeper.goto(`/directory/organisations/${id}`);
  await expect(keeper.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(keeper.getByRole("link", { name: /Gaëlle Tanguy/ })).toBeVisible();
  await expect(keeper.getByRole("group", { name: "Tenir ce service" })).toHaveCount(0);
  await page.getByRole("region", { name: "Tiennent cet annuaire" }).getByRole("button", { name: "Ajouter" }).click();
  await page.getByRole("combobox", { name: "Chercher une personne" }).fill("cohen");
  await page.getByRole("option", { name: /Salomé Cohen/ }).click();
  await expect(page.getByText("Salomé Cohen tient maintenant cette partie de l’annuaire.")).toBeVisible();
  await keeper.reload();
  await expect(keeper.getByRole("group", { name: "Tenir ce service" })).toBeVisible();
  await expectAccessible(keeper);
  await page.getByRole("button", { name: "Retirer Salomé Cohen" }).click();
  await expect(page.getByText("Salomé Cohen ne tient plus cette partie de l’annuaire.")).toBeVisible();
  await keeper.reload();
  await expect(keeper.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(keeper.getByRole("group", { name: "Tenir ce service" })).toHaveCount(0);
});

test("a protected person is found by who keeps the annuaire and by nobody else, until they are protected no more", async ({ page, browser, baseURL, signIn, forgive }) => {
  forgive(404);
  await signIn(isAdministrator);
  const { id, name } = await personNamed(page.request, "Fatoumata Keïta");
  const other = await somebodyElse(browser, baseURL, "Salomé Cohen");
  const results = other.getByRole("region", { name: "Résultats" }).getByRole("link", { name: new RegExp(name) });
  await other.goto("/directory");
  await look(other, "fatoumata keita");
  await expect(results).toBeVisible();

  await page.goto(`/directory/people/${id}`);
  await page.getByRole("switch", { name: "Fiche protégée" }).click();
  await expect(page.getByText(`${name} n’apparaît plus dans l’annuaire.`)).toBeVisible();
  await expectAccessible(page);
  try {
    await other.goto(`/directory/people/${id}`);
    await expect(other.getByRole("heading", { name })).toHaveCount(0);
    await look(other, "fatoumata keita");
    await expect(results).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("heading", { name })).toBeVisible();
  } finally {
    await page.getByRole("switch", { name: "Fiche protégée" }).click();
    await expect(page.getByText(`${name} apparaît de nouveau dans l’annuaire.`)).toBeVisible();
  }
  await other.goto("/directory");
  await look(other, "fatoumata keita");
  await expect(results).toBeVisible();
});

test("a photograph is framed and kept, presence said, and seen by a colleague", async ({ page, browser, baseURL, signIn }) => {
  const { id } = await signIn(named("Mathilde Œuvrard"));
  await page.goto("/directory/me");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Ajouter une photographie" }).click()]);
  await chooser.setFiles({ name: "moi.png", mimeType: "image/png", buffer: square() });
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Garder ce cadrage" }).click();
  await expect(page.getByText("Photographie enregistrée.")).toBeVisible();
  await page.getByRole("radio", { name: "En réunion" }).check({ force: true });
  await expect(page.getByRole("radio", { name: "En réunion" })).toBeChecked();

  const colleague = await somebodyElse(browser, baseURL, "Salomé Cohen");
  await colleague.goto(`/directory/people/${id}`);
  await expect(colleague.getByText("En réunion").first()).toBeVisible();
  await expect(colleague.locator(`img[src*="${id}"]`).first()).toBeVisible();
  await expectAccessible(colleague);

  await page.getByRole("button", { name: "La retirer" }).click();
  await expect(page.getByText("Photographie retirée.")).toBeVisible();
  await colleague.reload();
  await expect(colleague.getByText("En réunion").first()).toBeVisible();
  await expect(colleague.locator(`img[src*="${id}"]`)).toHaveCount(0);
});

/** A PNG of one colour. */
function square(): Buffer {
  return Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAY0lEQVR4nO3PQQ3AIADAQEAmmhCB1IngcVnSU9DOfe74s6UDXjWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgfcNpAgYuMRvzAAAAAElFTkSuQmCC", "base64");
}
