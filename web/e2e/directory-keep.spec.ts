// Keeping the annuaire: files that are read before they are applied, the brake, and a day with too many cards.
import { personNamed } from "./directory.steps";
import { expect, expectAccessible, expectNoSideScroll, isAdministrator, isPlainAgent, test } from "./fixtures";

test.describe.configure({ timeout: 90_000 });

const file = ["courriel;prénom;nom;fonction", "helene.marchetti@ecologie.exemple.fr;Hélène;Marchetti;Cheffe de projet guichet", "ceci n’est pas une adresse;Jean;Dupont;Agent"].join("\n");

test("a file that would empty a ministry is read, shown, and stopped by the brake", async ({ page, signIn }) => {
  await signIn(isAdministrator);
  await page.goto("/directory/imports");
  await page.getByRole("button", { name: /Pour quel service/ }).click();
  await page.getByRole("option", { name: "Ministère de la Transition écologique" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choisir un fichier" }).click()]);
  await chooser.setFiles({ name: "personnes.csv", mimeType: "text/csv", buffer: Buffer.from(file) });

  await expect(page.getByRole("heading", { name: "Lu, pas encore appliqué" })).toBeVisible();
  await expect(page.getByText("Une ligne à revoir").first()).toBeVisible();
  await expect(page.getByText(/Ce fichier retirerait, déplacerait ou renommerait .* le frein est mis à/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Appliquer" })).toBeDisabled();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
  await expectAccessible(page);

  // Read only: nobody has left.
  const { hits } = (await (await page.request.get("/api/directory/find?q=sophie+nguyen")).json()) as { hits: { name: string }[] };
  expect(hits.some(({ name }) => name === "Sophie Nguyen")).toBe(true);
  await page.getByText(/J’ai vérifié/).click();
  await expect(page.getByRole("button", { name: "Appliquer" })).toBeEnabled();
});

test("whoever keeps nothing is told whom to ask", async ({ page, signIn, forgive }) => {
  forgive(403);
  await signIn(isPlainAgent);
  await page.goto("/directory");
  await expect(page.getByRole("link", { name: /Imports/ })).toHaveCount(0);
  await page.goto("/directory/alerts");
  await expect(page.getByText(/correspondants/).first()).toBeVisible();
});

test("a day with too many cards is said calmly", async ({ page, signIn, forgive }) => {
  forgive(429);
  await signIn(isPlainAgent);
  const { id } = await personNamed(page.request, "Aminata Sow");
  const detail = "Vous avez ouvert toutes les fiches permises aujourd’hui. Revenez demain.";
  await page.route(`**/api/directory/people/${id}`, (route) => route.fulfill({ status: 429, contentType: "application/problem+json", body: JSON.stringify({ code: "directory.too_many_cards", status: 429, detail, params: { seconds: 3600 } }) }));
  await page.goto(`/directory/people/${id}?q=sow`);
  await expect(page.getByRole("heading", { level: 1, name: "Vous avez ouvert beaucoup de fiches aujourd’hui." })).toBeVisible();
  await expect(page.getByText(detail)).toBeVisible();
  await expect(page.getByRole("region", { name: "Résultats" }).getByRole("link", { name: /Aminata Sow/ })).toBeVisible();
  await expectAccessible(page);
});
