import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { words } from "@/i18n";
import { Button, Dialog, TextField, Toasts } from "@/ui";
import { Confirming } from "./Confirming";
import { cameBack, gestureNow, leadTo, leave } from "./wayBack";

const at = (href: string) => window.history.replaceState(null, "", href);

beforeAll(async () => {
  await import("./Returned");
  await words.loadNamespaces(["confirm", "hub", "ui"]);
}, 60_000);

beforeEach(() => {
  sessionStorage.clear();
  at("/account/security?dialog=recovery&problem=confirm");
});

afterEach(() => {
  vi.useRealTimers();
  at("/");
});

it("leaves for this very place, and tells who came back by the ministry from who pressed “back”", () => {
  const next = leave({ provider: "Justice", button: "Créer des codes" });
  expect(next).toBe("/account/security?dialog=recovery&confirmed=provider");
  expect(cameBack()).toBeNull();
  at(next);
  expect(cameBack()).toEqual({ provider: "Justice", button: "Créer des codes", problem: null });
  at(`${next}&problem=hub.not_recent`);
  expect(cameBack()?.problem).toBe("hub.not_recent");
  sessionStorage.clear();
  expect(cameBack()).toBeNull();
});

it("knows a gesture by the name of its button, busy or not, and by the form one wrote in", () => {
  render(
    <form>
      <TextField label="Nom" />
      <Button busy>Créer des codes</Button>
    </form>,
  );
  screen.getByLabelText("Nom").focus();
  expect(gestureNow()).toBe("Créer des codes");
  screen.getByRole("button").focus();
  expect(gestureNow()).toBe("Créer des codes");
  (document.activeElement as HTMLElement).blur();
  expect(gestureNow()).toBeNull();
});

it("leads to the button of the open window, not to its namesake behind", () => {
  vi.useFakeTimers();
  render(
    <>
      <Button>Retirer</Button>
      <Dialog open title="Retirer la clé" onClose={() => undefined}>
        <Button>Garder</Button>
        <Button>Retirer</Button>
      </Dialog>
    </>,
  );
  leadTo("Retirer");
  act(() => void vi.advanceTimersByTime(1_000));
  const led = document.activeElement;
  expect(led?.textContent).toBe("Retirer");
  expect(led?.closest("[role=dialog]")).not.toBeNull();
});

it("does not choose between two buttons of one name, and lets the person go elsewhere", () => {
  vi.useFakeTimers();
  at("/account/security");
  render(
    <>
      <Button>Retirer</Button>
      <Button>Retirer</Button>
      <Button>Ajouter</Button>
    </>,
  );
  leadTo("Retirer");
  act(() => void vi.advanceTimersByTime(10_000));
  expect(document.activeElement).toBe(document.body);
  leadTo("Ajouter");
  window.dispatchEvent(new Event("pointerdown"));
  act(() => void vi.advanceTimersByTime(1_000));
  expect(document.activeElement).toBe(document.body);
});

it("comes first to what must be written again", () => {
  vi.useFakeTimers();
  at("/account/security");
  render(
    <form>
      <TextField label="Adresse" type="email" />
      <Button type="submit">Ajouter</Button>
    </form>,
  );
  leadTo("Ajouter");
  act(() => void vi.advanceTimersByTime(1_000));
  expect(document.activeElement).toBe(screen.getByLabelText("Adresse"));
});

it("says once what became of it", async () => {
  at(leave({ provider: "Justice", button: "Créer des codes" }));
  const page = (
    <>
      <Confirming />
      <Toasts />
      <Button>Créer des codes</Button>
    </>
  );
  at("/account/security?confirmed=provider");
  render(page);
  expect(await screen.findByText("Identité confirmée, vous pouvez continuer.", {}, { timeout: 10_000 })).toBeDefined();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Créer des codes"));
  expect(window.location.search).toBe("");
  expect(cameBack()).toBeNull();
}, 30_000);

it("says why it was not confirmed", async () => {
  at(`${leave({ provider: "Justice", button: null })}&problem=hub.not_recent`);
  render(
    <>
      <Confirming />
      <Toasts />
    </>,
  );
  expect(await screen.findByText("Justice ne vous a pas demandé de nouveau qui vous êtes. Essayez encore.", {}, { timeout: 10_000 })).toBeDefined();
  expect(window.location.search).toBe("?dialog=recovery");
}, 30_000);
