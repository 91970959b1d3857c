// What every journey shares: who signs in, and what no page may ever do.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

export { expect };

/** Of everybody in a sample State. */
export const samplePassword = "sac-a-dos-exemple-2026";

export interface SamplePerson {
  id: string;
  name: string;
  address: string;
  population: "agent" | "contractor" | "external";
}

interface Fixtures {
  /** Answers the journey provokes on purpose: `forgive(401)`. */
  forgive: (...statuses: number[]) => void;
  /** Signs the page's browser in, by the API. The first person administers the house. */
  signIn: (who?: (person: SamplePerson) => boolean) => Promise<SamplePerson>;
  watched: void;
}

export const test = base.extend<Fixtures & { forgiven: Set<number> }>({
  // Playwright asks for a pattern even where nothing is taken.
  // oxlint-disable-next-line no-empty-pattern
  forgiven: async ({}, use) => use(new Set()),

  forgive: async ({ forgiven }, use) => use((...statuses) => statuses.forEach((status) => forgiven.add(status))),

  // No page may break its own rules, nor complain in the console.
  watched: [
    async ({ page, forgiven }, use) => {
      const faults: string[] = [];
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`);
        });
      });
      page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        const status = Number(/status of (\d{3})/.exec(message.text())?.[1]);
        // A browser reports every refused request; asking who one is before the door is refused by nature.
        if (status === 401 && message.location().url.endsWith("/api/identity/me")) return;
        // Playwright's own script, kept out of the sandbox where mails are shown: as it should be.
        if (message.text().startsWith("Blocked script execution in 'about:srcdoc'")) return;
        if (!forgiven.has(status)) faults.push(`console: ${message.text()} ${message.location().url}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],

  signIn: async ({ context, baseURL }, use) =>
    use(async (who = isAdministrator) => {
      const headers = { Origin: baseURL ?? "" };
      const { persons } = (await (await context.request.get("/api/identity/sample/persons")).json()) as { persons: SamplePerson[] };
      const person = persons.find(who);
      if (!person) throw new Error("nobody of the sample State is the one this journey needs");
      const answer = await context.request.post("/api/identity/sample/sessions", { data: { person: person.id }, headers });
      expect(answer.status(), await answer.text()).toBe(201);
      return person;
    }),
});

export function isAdministrator(person: SamplePerson): boolean {
  return person.name === "Hélène Marchetti";
}

export function isPlainAgent(person: SamplePerson): boolean {
  return person.population === "agent" && !isAdministrator(person);
}

export function isExternal(person: SamplePerson): boolean {
  // By name: journeys invite others, whose access ends.
  return person.population === "external" && person.name === "Denis Moreau";
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing that axe can see is wrong with what is on the screen now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  // What is still arriving has the colours of what is half there. Spinners and clocks run on.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running" || Number(animation.effect?.getComputedTiming().endTime) > 2_000));
  await page.evaluate(axe);
  const results = await page.evaluate(
    () =>
      (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      }) as Promise<AxeResults>,
  );
  const said = results.violations.map((violation) => `${violation.id} (${violation.impact}): ${violation.help}\n${violation.nodes.map((node) => `    ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`).join("\n")}`);
  expect(said).toEqual([]);
}

/** What is shown now is sound on a wide screen and on a telephone, by day and by night. */
export async function expectEverywhere(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectNoSideScroll(page);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}

/** Nothing sticks out sideways. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

/** Presses Tab until `target` has the focus. */
export async function tabTo(page: Page, target: Locator, most = 30): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}
