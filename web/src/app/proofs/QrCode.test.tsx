import { render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { expect, it } from "vitest";
import { drawn, QrCode } from "./QrCode";

it("draws runs of dark modules", () => {
  expect(drawn(3, "110000101")).toBe("M0 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z");
});

it("has a name and a light margin", async () => {
  render(
    <Suspense>
      <QrCode size={3} modules="110000101" />
    </Suspense>,
  );
  expect((await screen.findByRole("img")).getAttribute("viewBox")).toBe("0 0 11 11");
  expect(screen.getByRole("img").getAttribute("aria-label")).not.toBe("");
});
