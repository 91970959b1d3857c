// A parcel for a team, from the annuaire to France transfert: whoever is in it receives it, while they are.
import { named, somebodyElse } from "./directory.steps";
import { choose, expect, expectAccessible, folderWith, newParcel, send, test } from "./transfer.steps";

test.describe.configure({ timeout: 90_000 });

test("a parcel is sent to a team by its name, opens for a member, and no more once they have left", async ({ page, browser, baseURL, signIn, forgive }) => {
  forgive(403);
  const name = `Équipe du littoral ${Date.now() % 100_000}`;
  const title = `Relevés ${Date.now() % 100_000}`;
  await signIn(named("Océane Lemaître"));
  await page.goto("/directory/groups");
  await page.getByRole("button", { name: "Créer un groupe" }).click();
  await page.getByRole("dialog").getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Créer le groupe" }).click();
  await page.getByRole("button", { name: "Ajouter des personnes" }).click();
  await page.getByRole("combobox", { name: "Chercher une personne" }).fill("audouard");
  await page.getByRole("option", { name: /Jean-Marc Audouard/ }).click();
  await page.getByRole("button", { name: "Ajouter une personne" }).click();
  await expect(page.getByRole("link", { name: "Jean-Marc Audouard" })).toBeVisible();
  const team = page.url();

  // Found under the field like a person, with the keyboard.
  const folder = folderWith("files", { "Relevés.ods": Buffer.from("hauteurs d’eau") });
  await newParcel(page);
  await choose(page, `${folder}/Relevés.ods`);
  await page.getByLabel("Objet").fill(title);
  const field = page.getByLabel("Pour", { exact: false }).and(page.locator("input"));
  await field.pressSequentially(name);
  await expect(page.getByRole("option", { name: new RegExp(name) })).toBeVisible();
  await expectAccessible(page);
  await field.press("ArrowUp");
  await field.press("Enter");
  await expect(page.getByText(`${name} (2 membres)`)).toBeVisible();
  await expect(page.getByText("Chaque membre reçoit son lien", { exact: false })).toBeVisible();
  await expect(page.getByText("Tout est prêt, pour 1 équipe.")).toBeVisible();
  await expectAccessible(page);
  // Kept with the draft.
  const draft = page.url().replace("/transfer/", "/api/transfer/").replace(/\/edit$/, "");
  await expect.poll(async () => ((await (await page.request.get(draft)).json()) as { teams: object[] }).teams.length).toBe(1);
  await page.reload();
  await expect(page.getByText(`${name} (2 membres)`)).toBeVisible();
  await send(page);
  await expect(page.getByText(`Pour l’équipe ${name}`, { exact: false })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: /Jean-Marc Audouard/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: title })).toContainText(name);
  await expectAccessible(page);

  // A member finds it in their box, and takes it.
  const member = await somebodyElse(browser, baseURL, "Jean-Marc Audouard");
  await member.goto("/transfer/received");
  await member.getByRole("link", { name: new RegExp(title) }).click();
  await expect(member.getByText(`Pour l’équipe « ${name} »`)).toBeVisible();
  await expect(member.getByRole("link", { name: "Télécharger Relevés.ods" })).toBeVisible();
  await expectAccessible(member);
  const received = member.url();

  // Who leaves opens it no more; the sender sees that they have.
  await member.goto(team);
  await member.getByRole("listitem").filter({ hasText: "Jean-Marc Audouard" }).getByRole("button").click();
  await member.getByRole("menuitem", { name: "Quitter le groupe" }).click();
  await expect(member.getByRole("link", { name: "Jean-Marc Audouard" })).toHaveCount(0);
  await member.goto(received);
  await expect(member.getByRole("heading", { name: "Cet envoi est pour une équipe dont vous ne faites plus partie" })).toBeVisible();
  await expectAccessible(member);
  await member.goto("/transfer/received");
  await expect(member.getByRole("link", { name: new RegExp(title) })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("n’est plus dans l’équipe", { exact: true })).toBeVisible();
});
