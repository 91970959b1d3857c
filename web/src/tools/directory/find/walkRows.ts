// Arrows go from the field into the rows and back; letters typed on a row go to the field.

import type { KeyboardEvent } from "react";

export function walkRows(event: KeyboardEvent<HTMLElement>, pane: HTMLElement, input: HTMLInputElement | null): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  const rows = [...pane.querySelectorAll<HTMLAnchorElement>(".d-hits a.d-hit")];
  const here = rows.findIndex((row) => row === document.activeElement);
  const inField = document.activeElement === input;

  const step = (to: HTMLElement | null | undefined) => {
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  if (event.key === "ArrowDown" && (inField || here >= 0)) step(rows[here + 1]);
  else if (event.key === "ArrowUp" && here >= 0) step(here === 0 ? input : rows[here - 1]);
  else if (event.key === "Home" && here > 0) step(rows[0]);
  else if (event.key === "End" && here >= 0) step(rows.at(-1));
  else if (event.key === "Escape" && here >= 0) step(input);
  else if (event.key === "Enter" && inField && rows[0]) {
    event.preventDefault();
    rows[0].click();
  } else if (here >= 0 && (event.key === "Backspace" || (event.key.length === 1 && event.key !== " "))) {
    // The browser then writes the letter where the focus is.
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }
}
