import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { api, take } from "@/api/client";
import { words } from "@/i18n";
import { Confirming } from "./Confirming";

const slow = { timeout: 10_000 };

let confirmed = false;
let shown: unknown[] = [];

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" } });

/** A house that wants one's password again before it makes recovery codes. */
async function house(asked: Request): Promise<Response> {
  const { pathname } = new URL(asked.url);
  if (pathname === "/api/identity/recovery-codes") return confirmed ? json(200, { codes: ["AAAAA"] }) : json(401, { code: "confirm", detail: "?", params: { acr: "eidas0", within_seconds: 900 } });
  if (asked.method === "GET") return json(200, { ways: ["password", "code", "a_way_of_tomorrow"], address: "helene@exemple.fr" });
  const given = (await asked.json()) as { password?: string };
  shown.push(given);
  if (given.password !== "la bonne phrase") return json(403, { code: "identity.not_confirmed", detail: "Ce n’est pas cela." });
  confirmed = true;
  return new Response(null, { status: 204 });
}

// Its code and its words are fetched when they are first needed: not what is measured here.
beforeAll(async () => {
  await import("./ConfirmDialog");
  await words.loadNamespaces(["confirm", "proofs", "shell", "ui"]);
}, 60_000);

beforeEach(() => {
  confirmed = false;
  shown = [];
  vi.spyOn(globalThis, "fetch").mockImplementation((asked) => house(asked as Request));
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Suspense>
        <Confirming />
      </Suspense>
    </QueryClientProvider>,
  );
}, 30_000);

const makeCodes = () => take(api.POST("/api/identity/recovery-codes", { body: {} }));

it("asks over the page, says what was wrong, then lets the gesture be done", async () => {
  const person = userEvent.setup();
  const made = makeCodes();
  const field = await screen.findByLabelText("Votre mot de passe", {}, slow);
  expect(screen.getByRole("button", { name: "Code reçu" })).toBeDefined();
  expect(screen.queryByText(/tomorrow/)).toBeNull();

  await person.type(field, "pas celle-ci{Enter}");
  expect((await screen.findByRole("alert", {}, slow)).textContent).toContain("Ce n’est pas cela.");
  await person.clear(field);
  await person.type(field, "la bonne phrase{Enter}");
  await expect(made).resolves.toEqual({ codes: ["AAAAA"] });
  expect(shown).toEqual([{ password: "pas celle-ci" }, { password: "la bonne phrase" }]);
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}, 30_000);

it("closed without an answer, leaves the gesture undone", async () => {
  const person = userEvent.setup();
  const made = makeCodes();
  const refused = expect(made).rejects.toMatchObject({ code: "confirm" });
  await screen.findByLabelText("Votre mot de passe", {}, slow);
  await person.click(screen.getByRole("button", { name: "Ne pas le faire" }));
  await refused;
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(shown).toEqual([]);
}, 30_000);
