// Absences, who sees what, corrections, groups: what agents say of themselves and of one another.
import { look, named, personNamed, somebodyElse } from "./directory.steps";
import { expect, expectAccessible, expectEverywhere, isAdministrator, test } from "./fixtures";

test.describe.configure({ timeout: 90_000 });

test("an absence is announced with its deputy, and seen by another agent", async ({ page, signIn, browser, baseURL }) => {
  const me = await signIn(named("Gaëlle Tanguy"));
  await page.request.delete("/api/directory/people/me/absence", { headers: { Origin: baseURL ?? "" } });
  await page.goto("/directory/me");
  await page.getByRole("button", { name: "Annoncer une absence" }).click();
  await page.getByRole("combobox", { name: "Qui vous supplée" }).fill("castellani");
  await page.getByRole("option", { name: /Bruno Castellani/ }).click();
  await page.getByLabel("Un mot pour vos collègues").fill("Je lis mes messages le soir.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Annoncer l’absence" }).click();
  await expect(page.getByText("Votre absence est annoncée.")).toBeVisible();

  const other = await somebodyElse(browser, baseURL, "Ana Sánchez");
  await other.goto("/directory?q=tanguy");
  const row = other.getByRole("link", { name: /Gaëlle Tanguy/ });
  await expect(row).toContainText("absence jusqu’au");
  await expect(row).toContainText("Suppléance : Bruno Castellani");
  await row.click();
  await expect(other.getByText(/^Absence/).first()).toBeVisible();
  await expect(other.getByText("Je lis mes messages le soir.")).toBeVisible();
  await expectAccessible(other);
  await other.getByRole("link", { name: "Bruno Castellani", exact: true }).first().click();
  await expect(other.getByRole("heading", { level: 1, name: "Bruno Castellani" })).toBeVisible();
  await expect(other.getByText("Supplée", { exact: true })).toBeVisible();
  await other.context().close();

  await page.getByRole("button", { name: "Je suis de retour" }).click();
  await expect(page.getByText("Votre absence est retirée.")).toBeVisible();
  expect(me.name).toBe("Gaëlle Tanguy");
});

test("what one keeps for one’s ministry is not seen from another", async ({ page, signIn, browser, baseURL }) => {
  const me = await signIn(named("Émile Prévost"));
  await page.goto("/directory/me");
  await expect(page.getByRole("heading", { name: "Ce que dit votre fiche" })).toBeVisible();
  if ((await page.getByLabel("Numéro", { exact: true }).count()) === 0) await page.getByRole("button", { name: "Ajouter un numéro" }).click();
  await page.getByLabel("Numéro", { exact: true }).first().fill("02 99 00 55 66");
  await page.getByRole("button", { name: /Téléphones/ }).last().click();
  await page.getByRole("option", { name: "Mon ministère" }).click();
  await page.getByRole("button", { name: "Enregistrer ma fiche" }).click();
  await expect(page.getByText("Votre fiche est enregistrée.")).toBeVisible();

  await page.getByRole("button", { name: "Voir comme les autres" }).click();
  const preview = page.getByRole("dialog");
  await expect(preview.getByText("Ce que voit un agent d’un autre ministère")).toBeVisible();
  await expect(preview.getByText("02 99 00 55 66")).toHaveCount(0);
  await preview.getByRole("button", { name: "Mon ministère" }).click();
  await expect(preview.getByText("02 99 00 55 66")).toBeVisible();
  await expectAccessible(page);

  const near = await somebodyElse(browser, baseURL, "Nathalie Dubois");
  await near.goto(`/directory/people/${me.id}`);
  await expect(near.getByText("02 99 00 55 66").first()).toBeVisible();
  const far = await somebodyElse(browser, baseURL, "Ana Sánchez");
  await far.goto(`/directory/people/${me.id}`);
  await expect(far.getByRole("heading", { level: 1, name: "Émile Prévost" })).toBeVisible();
  await expect(far.getByText("02 99 00 55 66")).toHaveCount(0);
  await near.context().close();
  await far.context().close();
});

test("a correction is suggested, then accepted by who keeps the annuaire", async ({ page, signIn, browser, baseURL }) => {
  const title = `Cartographe en chef ${Date.now() % 10_000}`;
  await signIn(named("Sophie Nguyen"));
  const about = await personNamed(page.request, "Aminata Sow");
  await page.goto(`/directory/people/${about.id}`);
  await page.getByRole("button", { name: "Proposer une correction" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Ce qu’il faut lire").fill(title);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Proposer", exact: true }).click();
  await expect(page.getByText("Votre correction est proposée", { exact: false })).toBeVisible();
  await page.goto("/directory");
  await page.getByRole("link", { name: /^Mes propositions/ }).click();
  const mine = page.getByRole("listitem").filter({ hasText: title });
  await expect(mine).toContainText("En attente");
  await expectEverywhere(page);

  const keeper = await somebodyElse(browser, baseURL, "Hélène Marchetti");
  await keeper.goto("/directory/suggestions");
  const row = keeper.getByRole("listitem").filter({ hasText: title });
  await expect(row).toContainText("Sophie Nguyen");
  await expectAccessible(keeper);
  await row.getByRole("button", { name: /^Accepter/ }).click();
  await expect(row).toHaveCount(0);
  await keeper.goto(`/directory/people/${about.id}`);
  await expect(keeper.getByText(title).first()).toBeVisible();
  await keeper.context().close();

  // Whoever suggested it learns what came of it.
  await page.reload();
  await expect(mine).toContainText("Acceptée");
});

test("a team is made, people are added to it by name, and it is found", async ({ page, signIn }) => {
  const name = `Équipe des marées ${Date.now() % 100_000}`;
  await signIn(named("Océane Lemaître"));
  await page.goto("/directory/groups");
  await page.getByRole("button", { name: "Créer un groupe" }).click();
  await page.getByRole("dialog").getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Créer le groupe" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Ajouter des personnes" }).click();
  await page.getByRole("combobox", { name: "Chercher une personne" }).fill("audouard");
  await page.getByRole("option", { name: /Jean-Marc Audouard/ }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ajouter une personne" }).click();
  await expect(page.getByRole("link", { name: "Jean-Marc Audouard" })).toBeVisible();
  await expectAccessible(page);

  await page.goto("/directory");
  await look(page, name);
  await expect(page.getByRole("region", { name: "Résultats" }).getByRole("link", { name: new RegExp(name) })).toBeVisible();
});

test("a service is added, renamed and given a function, then closed, by who keeps it", async ({ page, signIn }) => {
  const name = `Mission des phares ${Date.now() % 100_000}`;
  await signIn(isAdministrator);
  await page.goto("/directory/chart");
  await page.getByRole("treeitem", { name: /Ministère de la Transition écologique/ }).getByRole("link").click();
  await page.getByRole("button", { name: "Ajouter un service" }).click();
  await page.getByRole("dialog").getByLabel("Nom", { exact: true }).fill(name);
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Ajouter", exact: true }).click();
  await page.getByRole("link", { name, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.getByRole("button", { name: "Ajouter une fonction" }).click();
  await page.getByLabel("Intitulé").fill("Garde des feux");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("À pourvoir")).toBeVisible();
  await page.getByRole("button", { name: "Modifier la fonction Garde des feux" }).click();
  await page.getByRole("menuitem", { name: "Changer qui la tient" }).click();
  await page.getByRole("combobox", { name: "Chercher une personne" }).fill("tanguy");
  await page.getByRole("option", { name: /Gaëlle Tanguy/ }).click();
  await expect(page.getByRole("link", { name: "Garde des feux" })).toBeVisible();
  await expect(page.getByText("À pourvoir")).toHaveCount(0);

  await page.getByRole("group", { name: "Tenir ce service" }).getByRole("button", { name: "Modifier" }).click();
  await page.getByRole("dialog").getByLabel("Nom", { exact: true }).fill(`${name} et balises`);
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${name} et balises` })).toBeVisible();
  await page.getByRole("group", { name: "Tenir ce service" }).getByRole("button", { name: "Plus d’actions" }).click();
  await page.getByRole("menuitem", { name: "Fermer ce service" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Fermer le service" }).click();
  await expect(page.getByText(/Ce service existe jusqu’au/)).toBeVisible();
});

test("a recipient is found by name, and a card begins a parcel", async ({ page, signIn }) => {
  await signIn(named("Sophie Nguyen"));
  const to = await personNamed(page.request, "Aminata Sow");
  await page.goto(`/directory/people/${to.id}`);
  await page.getByRole("link", { name: "Envoyer des fichiers" }).click();
  await page.waitForURL(/\/transfer\/parcels\/[^/]+\/edit$/);
  await expect(page.locator(".t-to")).toContainText("Aminata Sow");
  await page.getByLabel("Pour", { exact: false }).fill("kerbrat");
  await expect(page.getByRole("option", { name: /Loïc Kerbrat/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.locator(".t-to")).toContainText("Loïc Kerbrat");
});
