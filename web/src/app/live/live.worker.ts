// One line to the server for all tabs of this browser.
import { openFeed, type LiveMessage } from "./feed";

declare const self: SharedWorkerGlobalScope;

/** How long a tab may stay silent before it is taken for closed. Hidden tabs may wake only once a minute. */
const forgotten = 150_000;

const ports = new Map<MessagePort, number>();
let close: (() => void) | null = null;

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  if (!port) return;
  ports.set(port, Date.now());
  port.addEventListener("message", (message: MessageEvent<"alive" | "leave">) => {
    if (message.data === "leave") ports.delete(port);
    else ports.set(port, Date.now());
    settle();
  });
  port.start();
  settle();
});

// No event says that a tab was closed or crashed: its silence does.
setInterval(() => {
  const now = Date.now();
  for (const [port, seen] of ports) if (now - seen > forgotten) ports.delete(port);
  settle();
}, 60_000);

/** The line is open while somebody listens. */
function settle(): void {
  if (ports.size > 0 && !close) close = openFeed(tell);
  if (ports.size === 0 && close) {
    close();
    close = null;
  }
}

function tell(message: LiveMessage): void {
  for (const port of ports.keys()) port.postMessage(message);
}
