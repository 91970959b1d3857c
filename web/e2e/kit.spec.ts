// Every part of the kit, in every light, as axe sees it.
import { expect, expectAccessible, expectNoSideScroll, test } from "./fixtures";

const looks = [
  { name: "light", look: {} },
  { name: "dark", look: { theme: "dark" } },
  { name: "more contrast", look: { contrast: "more" } },
  { name: "dark with more contrast", look: { theme: "dark", contrast: "more" } },
  { name: "ample", look: { density: "ample" } },
];

for (const { name, look } of looks) {
  for (const width of [1366, 390]) {
    test(`the kit is accessible: ${name}, ${width} wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.addInitScript((chosen) => localStorage.setItem("sacados.look", chosen), JSON.stringify(look));
      await page.goto("/kit");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("grid").first()).toBeVisible();
      await expectNoSideScroll(page);
      await expectAccessible(page);
    });
  }
}

test("what floats is accessible too", async ({ page }) => {
  await page.goto("/kit");
  await page.getByRole("button", { name: "Gestes" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Ouvrir une fenêtre" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page).toHaveURL(/dialog=example/);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Ouvrir une fenêtre" })).toBeFocused();

  await page.getByRole("button", { name: "Pourquoi Sensible", exact: false }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Montrer un mot bref" }).click();
  await expect(page.getByText("Envoi retiré.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText("Envoi rétabli.")).toBeVisible();
});

test("a date is chosen by keyboard, within its bounds", async ({ page }) => {
  await page.goto("/kit");
  const day = page.getByRole("group", { name: "Fin de validité" }).getByRole("spinbutton").first();
  await day.focus();
  await page.keyboard.type("24");
  await expect(page.getByRole("gridcell", { selected: true })).toHaveText("24");

  await page.getByRole("group", { name: "Fin de validité" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog", { name: "Fin de validité" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("gridcell", { selected: true })).toHaveText("25");
});

test("forced colours keep every part distinct", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/kit");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const border = await page.locator(".badge").first().evaluate((badge) => getComputedStyle(badge).borderTopStyle);
  expect(border).toBe("solid");
});
