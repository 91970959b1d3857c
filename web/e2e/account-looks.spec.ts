// The pages of the door and of the account, on a wide screen and a telephone, by day and by night.
import { expect, expectAccessible, expectNoSideScroll, samplePassword, test } from "./fixtures";

const places = ["/account", "/account/security", "/account/sessions", "/account/tokens", "/account/guests"];
const windows = ["/account/security?dialog=passkey", "/account/security?dialog=password", "/account/security?dialog=totp", "/account/security?dialog=recovery", "/account/security?dialog=address", "/account/tokens?dialog=new-token", "/account/guests?dialog=guest"];

for (const width of [1280, 390]) {
  for (const scheme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${scheme}`, () => {
      test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

      test("the account", async ({ page, signIn }) => {
        test.setTimeout(90_000);
        await signIn((person) => person.name === "Hugo Bertrand");
        for (const place of places) {
          await page.goto(place);
          await expect(page.locator(".body > *").first()).toBeVisible();
          await expect(page.locator(".bone")).toHaveCount(0);
          await expectNoSideScroll(page);
          await expectAccessible(page);
        }
        for (const place of windows) {
          await page.goto(place);
          await expect(page.getByRole("dialog")).toBeVisible();
          await expectNoSideScroll(page);
          await expectAccessible(page);
        }
      });

      test("the door", async ({ page, forgive }) => {
        forgive(404, 410);
        await page.goto("/sign-in");
        await page.getByLabel("Votre adresse professionnelle").fill("hugo.bertrand@interieur.exemple.fr");
        await expectNoSideScroll(page);
        await expectAccessible(page);
        await page.keyboard.press("Enter");
        await page.getByLabel("Mot de passe", { exact: true }).fill(samplePassword);
        await expectNoSideScroll(page);
        await expectAccessible(page);
        await page.goto("/invitation/nobody-knows-this-key");
        await expect(page.getByRole("heading", { level: 1, name: "Cette invitation ne vaut plus." })).toBeVisible();
        await expectNoSideScroll(page);
        await expectAccessible(page);
      });
    });
  }
}
