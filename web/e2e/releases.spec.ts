// What stays when the network goes, and what changes hands when a newer release is put in place.
import type { Page } from "@playwright/test";
import { expect, isAdministrator, isPlainAgent, test } from "./fixtures";
import { Front } from "./front";

test("a page asked for without a network says so, and comes back with it", async ({ page, context, signIn, forgive }) => {
  // What was asked of a network that is not there has no status.
  forgive(Number.NaN);
  await signIn(isPlainAgent);
  await page.goto("/");
  await workerReady(page);

  await context.setOffline(true);
  await page.goto("/transfer/sent");
  await expect(page.getByRole("heading", { level: 1, name: "Vous êtes hors ligne." })).toBeVisible();
  // Its style came with it.
  expect(await page.locator("main").evaluate((main) => getComputedStyle(main).maxWidth)).toBe("544px");

  await context.setOffline(false);
  await page.getByRole("link", { name: "Essayer de nouveau" }).click();
  await expect(page).toHaveURL(/\/transfer\/sent$/);
  await expect(page.getByRole("heading", { level: 1, name: "Mes envois" })).toBeVisible();
});

test("a newer release is proposed, and takes the page and the worker over at once", async ({ page, signIn, baseURL }) => {
  const front = await Front.before(baseURL ?? "");
  try {
    await signIn(isPlainAgent);
    await page.clock.install();
    await page.goto(front.url);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await workerReady(page);
    // A first visit is served by no worker yet: the second is.
    await page.reload();
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    expect(await page.evaluate(whichWorker)).toBe("silent");

    front.renewed = true;
    await page.clock.fastForward("10:01");
    await expect(page.getByText("Une nouvelle version est là.")).toBeVisible();
    // Proposed, not imposed: the worker of this page's own build still serves it.
    await expect.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))).toBe(true);
    expect(await page.evaluate(whichWorker)).toBe("silent");

    await page.getByRole("button", { name: "Recharger" }).click();
    await expect(page.locator("meta[name=build][content=renewed]")).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Une nouvelle version est là.")).toBeHidden();
    await expect.poll(() => page.evaluate(whichWorker)).toBe("renewed");
  } finally {
    front.close();
  }
});

test("two tabs hear the news on one line, and the one that stays still does", async ({ page, context, signIn, baseURL }) => {
  const front = await Front.before(baseURL ?? "");
  await signIn(isAdministrator);
  const { parcels } = (await (await context.request.get("/api/transfer/parcels?box=sent")).json()) as { parcels: { id: string }[] };
  const address = `/api/transfer/parcels/${parcels[0]?.id}`;
  const { ends_on } = (await (await context.request.get(address)).json()) as { ends_on: string };
  // Told to the house by somebody who is in neither tab.
  const endOn = async (day: string) => {
    const answer = await context.request.patch(address, { data: { ends_on: day }, headers: { Origin: baseURL ?? "" } });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  const shown = (tab: Page, day: string) => expect(tab.getByText(`disponible jusqu’au ${spoken(day)}`, { exact: false })).toBeVisible();
  try {
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await tab.goto(`${front.url}/transfer/parcels/${parcels[0]?.id}`);
      await shown(tab, ends_on);
    }
    await expect.poll(() => front.lines).toBe(1);

    await endOn(inDays(20));
    await shown(page, inDays(20));
    await shown(other, inDays(20));

    await page.close();
    await endOn(inDays(21));
    await shown(other, inDays(21));
    expect(front.mostLines).toBe(1);

    // The last one out closes the line.
    await other.close();
    await expect.poll(() => front.lines).toBe(0);
  } finally {
    await endOn(ends_on);
    front.close();
  }
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });
}

function spoken(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
}

async function workerReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== "activated") await new Promise<void>((done) => active?.addEventListener("statechange", () => active.state === "activated" && done()));
  });
}

/** Only the renewed worker knows how to answer. */
async function whichWorker(): Promise<string> {
  const registration = await navigator.serviceWorker.getRegistration();
  return new Promise((tell) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => tell(String(data)), { once: true });
    navigator.serviceWorker.startMessages();
    registration?.active?.postMessage("which");
    // The page's own clock stands still here; two answers of the house take longer than one of the worker.
    void fetch("/api/house")
      .then(() => fetch("/api/house"))
      .then(() => tell("silent"));
  });
}
