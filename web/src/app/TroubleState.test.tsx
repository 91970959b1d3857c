import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ProblemError } from "@/api/problem";
import { TroubleState } from "./TroubleState";

const retry = { name: "Essayer de nouveau" };

it("a rule that says no has its own title, the server's reason and a way out, and no other try", () => {
  render(<TroubleState error={new ProblemError({ status: 403, code: "audit.not_administrator", detail: "Le journal est réservé aux administrateurs." })} onRetry={vi.fn()} />);

  expect(screen.getByRole("heading", { name: "Vous n’avez pas accès à cette page." })).toBeTruthy();
  expect(screen.getByText("Le journal est réservé aux administrateurs.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Revenir à l’accueil" })).toBeTruthy();
  expect(screen.queryByRole("button", retry)).toBeNull();
});

it("what failed on our side may be tried again, with a code for the support", () => {
  render(<TroubleState error={new ProblemError({ status: 500, code: "internal", request_id: "r-17" })} onRetry={vi.fn()} />);

  expect(screen.getByRole("heading", { name: "Cela n’a pas marché." })).toBeTruthy();
  expect(screen.getByRole("button", retry)).toBeTruthy();
  expect(screen.getByText(/internal · r-17/)).toBeTruthy();
});

it("what is not there says so, whoever asks", () => {
  render(<TroubleState error={new ProblemError({ status: 404 })} />);

  expect(screen.getByRole("heading", { name: /n’existe pas, ou n’est plus à vous/ })).toBeTruthy();
});
