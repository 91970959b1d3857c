// One listening line to the server. Runs in a shared worker, or in the tab elected by its siblings.
import type { LiveFact } from "@/api/types";

/** What the line says to every tab. `cut`: it has just ended, perhaps with the session. `again`: it is mended, anything may have changed meanwhile. */
export type LiveMessage = { kind: "fact"; fact: LiveFact } | { kind: "cut" } | { kind: "again" };

const patience = [1_000, 2_000, 5_000, 15_000, 30_000];

/** Opens the line and keeps it open. Returns the gesture that closes it. */
export function openFeed(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let greeted = false;
  let open = false;
  let closed = false;

  const connect = () => {
    source = new EventSource("/api/live");
    source.addEventListener("hello", () => {
      failures = 0;
      if (greeted) tell({ kind: "again" });
      greeted = true;
      open = true;
    });
    source.addEventListener("fact", (event: MessageEvent<string>) => {
      tell({ kind: "fact", fact: JSON.parse(event.data) as LiveFact });
    });
    source.addEventListener("error", () => {
      if (open && !closed) tell({ kind: "cut" });
      open = false;
      // The browser retries a cut line by itself; a refused one it abandons, and we try later.
      if (source?.readyState !== EventSource.CLOSED || closed) return;
      const wait = patience[Math.min(failures, patience.length - 1)];
      failures += 1;
      timer = setTimeout(connect, wait);
    });
  };
  connect();

  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };
}
