import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hueOf, initialsOf } from "./Avatar";
import { Checkbox, Chip, Dialog, endingOf, kindOf, Link, ListRow, Menu, NavigationProvider, ProgressBar, Rows, showToast, TextField, Toasts, Button } from ".";

describe("people", () => {
  it.each([
    ["Yann Le Goff", "YL"],
    ["Jean-François Lacroix", "JL"],
    ["Mathilde Œuvrard", "MŒ"],
    ["a.perrin@atelier.example", "AP"],
    ["Hélène", "H"],
    ["", "?"],
  ])("%j is %s", (name, initials) => expect(initialsOf(name)).toBe(initials));

  it("gives a person the same ground everywhere", () => {
    expect(hueOf("Claire Vasseur")).toBe(hueOf("Claire Vasseur"));
    for (const name of ["a", "Karim Benali", "Œ", ""]) expect([1, 2, 3, 4, 5, 6]).toContain(hueOf(name));
  });
});

describe("files", () => {
  it.each([
    ["Plans.PDF", "pdf", "pdf"],
    ["Note v3.docx", "docx", "doc"],
    ["LISEZMOI", "", "other"],
    [".profile", "", "other"],
    ["archive.tar.gz", "gz", "other"],
  ])("%s", (name, ending, kind) => {
    expect(endingOf(name)).toBe(ending);
    expect(kindOf(endingOf(name))).toBe(kind);
  });
});

it("ties a field to its help and its error", () => {
  render(<TextField label="Fin" help="Un jour." error="Ce jour n’existe pas." />);
  const field = screen.getByRole("textbox", { name: "Fin" });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const said = (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent).join(" ");
  expect(said).toContain("Un jour.");
  expect(said).toContain("Ce jour n’existe pas.");
});

it("shows a mixed box as mixed", () => {
  render(
    <Checkbox checked={false} mixed onChange={() => undefined}>
      12 fichiers
    </Checkbox>,
  );
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "12 fichiers" }).indeterminate).toBe(true);
});

it("names what a chip's cross takes out", async () => {
  const out = vi.fn();
  render(<Chip name="Karim Benali" onRemove={out} />);
  await userEvent.click(screen.getByRole("button", { name: "Retirer Karim Benali" }));
  expect(out).toHaveBeenCalledOnce();
});

describe("links", () => {
  const go = vi.fn();
  const inside = (href: string) =>
    render(
      <NavigationProvider value={{ go, warm: () => undefined }}>
        <Link href={href}>Aller</Link>
      </NavigationProvider>,
    );
  afterEach(() => go.mockClear());

  it("changes page without reloading", () => {
    inside("/account");
    expect(fireEvent.click(screen.getByRole("link"))).toBe(false);
    expect(go).toHaveBeenCalledExactlyOnceWith("/account");
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }])("leaves %j to the browser", (keys) => {
    inside("/account");
    fireEvent.click(screen.getByRole("link"), keys);
    expect(go).not.toHaveBeenCalled();
  });

  it.each(["https://example.org/", "//example.org/", "mailto:a@example.org"])("leaves %s to the browser", (href) => {
    inside(href);
    fireEvent.click(screen.getByRole("link"));
    expect(go).not.toHaveBeenCalled();
  });
});

it("makes the whole row lead to its thing, by one link", () => {
  render(
    <Rows>
      <ListRow title="Plans" href="/transfer/parcels/1" end={<Button>Relancer</Button>} />
    </Rows>,
  );
  expect(screen.getAllByRole("link")).toHaveLength(1);
  expect(screen.getByRole("link", { name: "Plans" }).getAttribute("href")).toBe("/transfer/parcels/1");
});

it("opens a menu, does the deed and closes it", async () => {
  const deed = vi.fn();
  render(
    <Menu label="Gestes" groups={[{ id: "g", deeds: [{ id: "a", name: "Ouvrir" }, { id: "b", name: "Retirer", onDo: deed }] }]}>
      <Button>Gestes</Button>
    </Menu>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Gestes" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Retirer" }));
  expect(deed).toHaveBeenCalledOnce();
  expect(screen.queryByRole("menu")).toBeNull();
});

it("closes a dialog on Escape, unless an answer is required", async () => {
  const Example = ({ required }: { required: boolean }) => {
    const [open, setOpen] = useState(true);
    return (
      <Dialog title="Retirer l’envoi" open={open} onClose={() => setOpen(false)} required={required}>
        <Button autoFocus>Retirer</Button>
      </Dialog>
    );
  };
  const { unmount } = render(<Example required={false} />);
  expect(screen.getByRole("dialog", { name: "Retirer l’envoi" })).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  unmount();

  render(<Example required />);
  await userEvent.keyboard("{Escape}");
  expect(screen.getByRole("dialog")).toBeTruthy();
});

describe("progress", () => {
  it("stays within its bounds", () => {
    const { rerender } = render(<ProgressBar label="Envoi" part={1.4} />);
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("100");
    rerender(<ProgressBar label="Envoi" part={-1} />);
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("0");
  });

  it("speaks at 0, 50 and 100 % only", () => {
    const { rerender } = render(<ProgressBar spoken label="Envoi" part={0} />);
    const said = () => screen.getByRole("status").textContent;
    expect(said()).toContain("0");
    rerender(<ProgressBar spoken label="Envoi" part={0.49} />);
    expect(said()).not.toContain("49");
    rerender(<ProgressBar spoken label="Envoi" part={0.6} />);
    expect(said()).toContain("50");
    rerender(<ProgressBar spoken label="Envoi" part={1} />);
    expect(said()).toContain("100");
  });
});

describe("short messages", () => {
  afterEach(() => vi.useRealTimers());

  it("leave after 8 s, and wait while looked at", () => {
    vi.useFakeTimers();
    render(<Toasts />);
    act(() => showToast({ text: "Envoi retiré." }));
    act(() => vi.advanceTimersByTime(7_000));
    fireEvent.mouseEnter(screen.getByText("Envoi retiré.").parentElement as HTMLElement);
    act(() => vi.advanceTimersByTime(60_000));
    expect(screen.getByText("Envoi retiré.")).toBeTruthy();

    fireEvent.mouseLeave(screen.getByText("Envoi retiré.").parentElement as HTMLElement);
    act(() => vi.advanceTimersByTime(8_000));
    expect(screen.queryByText("Envoi retiré.")).toBeNull();
  });

  it("offer the way back once", () => {
    const undo = vi.fn();
    render(<Toasts />);
    act(() => showToast({ text: "Retiré.", deed: { name: "Annuler", onDo: undo } }));
    fireEvent.click(screen.getByRole("button", { name: "Annuler" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText("Retiré.")).toBeNull();
  });
});
