// A ministry's page comes between a gesture and its confirmation. What is kept meanwhile is the place, never the request: on
// return the page leads to the button, and it is the person who presses it. `?confirmed` is of those who came back by the
// ministry's own answer, not by the browser's "back".

const memory = "sacados.confirming";
const mark = "confirmed";

/** What somebody was about to do when they left. */
export interface Left {
  /** The name of the ministry's provider. */
  provider: string;
  /** The button of the gesture, by the name it is read with. */
  button: string | null;
}

export interface CameBack extends Left {
  /** Why it was not confirmed, as a code. */
  problem: string | null;
}

/** The button that was just pressed, or the one that sends the form somebody just wrote in. */
export function gestureNow(): string | null {
  const active = document.activeElement;
  // A button that is busy no longer submits.
  const button = active?.closest("button") ?? active?.closest("form")?.querySelector("[type=submit], button:has(.spin)");
  return button ? nameOf(button) : null;
}

/** Notes what is being left, and gives the address of this very place for the way back. */
export function leave(left: Left): string {
  sessionStorage.setItem(memory, JSON.stringify(left));
  return hereWith((search) => search.set(mark, "provider"));
}

/** How somebody came back, if they did. */
export function cameBack(): CameBack | null {
  const search = new URLSearchParams(window.location.search);
  const left = search.has(mark) ? noted() : null;
  return left && { ...left, problem: search.get("problem") };
}

/** Once it is said, a reload says it no more. */
export function forgetLeaving(): void {
  sessionStorage.removeItem(memory);
  window.history.replaceState(window.history.state, "", hereWith());
}

/** Puts the focus on the button once it is there and keeps it, unless the person does something first. Gives the way to stop. */
export function leadTo(name: string): () => void {
  let held = 0;
  let tries = 50;
  const timer = setInterval(() => {
    const place = placeOf(name);
    held = place && place === document.activeElement ? held + 1 : 0;
    if (held === 0) place?.focus();
    tries -= 1;
    // A window that opens takes the focus for itself at first.
    if (held === 3 || tries === 0) stop();
  }, 100);
  function stop(): void {
    clearInterval(timer);
    window.removeEventListener("pointerdown", stop);
    window.removeEventListener("keydown", stop);
  }
  window.addEventListener("pointerdown", stop);
  window.addEventListener("keydown", stop);
  return stop;
}

/** Nothing when several buttons have this name: the wrong one might be grave. What was typed is lost: an empty field comes first. */
function placeOf(name: string): HTMLElement | null {
  const inWindow = new URLSearchParams(window.location.search).has("dialog");
  const page = inWindow ? document.querySelector("[role=dialog], [role=alertdialog]") : document;
  const named = [...(page?.querySelectorAll("button") ?? [])].filter((button) => nameOf(button) === name);
  const [button] = named;
  if (!button || named.length > 1) return null;
  const fields = button.form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input:is([type=text], [type=email], [type=url], :not([type]))") ?? [];
  return [...fields].find((field) => field.value === "") ?? button;
}

function nameOf(button: Element): string {
  const copy = button.cloneNode(true) as Element;
  for (const spin of copy.querySelectorAll(".spin")) spin.remove();
  return button.getAttribute("aria-label") ?? (copy.textContent ?? "").trim();
}

function noted(): Left | null {
  try {
    return JSON.parse(sessionStorage.getItem(memory) ?? "null") as Left | null;
  } catch {
    return null;
  }
}

/** This page, without what an earlier way back had added. */
function hereWith(add: (search: URLSearchParams) => void = () => undefined): string {
  const { pathname, search, hash } = window.location;
  const asked = new URLSearchParams(search);
  asked.delete(mark);
  asked.delete("problem");
  add(asked);
  const query = asked.toString();
  return pathname + (query ? `?${query}` : "") + hash;
}
