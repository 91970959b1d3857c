// Joins the browser's one line: through a shared worker where there are any, else by electing one tab.
import { openFeed, type LiveMessage } from "./feed";

/** Hears every fact the caller may see. Returns the gesture that stops. */
export function listen(hear: (message: LiveMessage) => void): () => void {
  if (typeof SharedWorker !== "undefined") return listenThroughWorker(hear);
  if (typeof BroadcastChannel !== "undefined" && "locks" in navigator) return listenThroughElection(hear);
  return openFeed(hear);
}

function listenThroughWorker(hear: (message: LiveMessage) => void): () => void {
  const worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), { type: "module", name: "live" });
  const { port } = worker;
  const leave = () => port.postMessage("leave");

  port.addEventListener("message", (event: MessageEvent<LiveMessage>) => hear(event.data));
  port.start();
  const pulse = setInterval(() => port.postMessage("alive"), 45_000);
  // A tab kept in the back-forward cache is alive again when shown.
  const wake = () => port.postMessage("alive");
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", wake);

  return () => {
    clearInterval(pulse);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("pageshow", wake);
    leave();
    port.close();
  };
}

function listenThroughElection(hear: (message: LiveMessage) => void): () => void {
  const channel = new BroadcastChannel("sacados.live");
  const resigned = new AbortController();

  channel.addEventListener("message", (event: MessageEvent<LiveMessage>) => hear(event.data));
  navigator.locks
    .request("sacados.live", { signal: resigned.signal }, () => {
      const close = openFeed((message) => {
        hear(message);
        channel.postMessage(message);
      });
      // Holding the lock is holding the line; letting go elects another tab.
      return new Promise<void>((done) => {
        resigned.signal.addEventListener("abort", () => {
          close();
          done();
        });
      });
    })
    .catch(() => undefined);

  return () => {
    resigned.abort();
    channel.close();
  };
}
