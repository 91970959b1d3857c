// What journeys of the annuaire share: who is who in the sample State, and what the server says of them.
import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { expect, type SamplePerson } from "./fixtures";

export const named = (name: string) => (person: SamplePerson) => person.name === name;

/** Another person of the sample, in a browser of their own. */
export async function somebodyElse(browser: Browser, baseURL: string | undefined, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: "fr-FR", timezoneId: "Europe/Paris", reducedMotion: "reduce", viewport: { width: 1366, height: 768 } });
  const person = await personNamed(context.request, name);
  const answer = await context.request.post("/api/identity/sample/sessions", { data: { person: person.id }, headers: { Origin: baseURL ?? "" } });
  expect(answer.status(), await answer.text()).toBe(201);
  return context.newPage();
}

export async function personNamed(request: APIRequestContext, name: string): Promise<SamplePerson> {
  const { persons } = (await (await request.get("/api/identity/sample/persons")).json()) as { persons: SamplePerson[] };
  const person = persons.find(named(name));
  if (!person) throw new Error(`nobody of the sample State is called ${name}`);
  return person;
}

/** Writes in the field of the annuaire. */
export async function look(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Chercher une personne" }).fill(text);
}
