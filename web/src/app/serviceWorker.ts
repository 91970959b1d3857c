// Registers the worker that keeps the shell, and lets a waiting one take over when the person reloads.

export function startServiceWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  window.addEventListener("load", register);
  if (document.readyState === "complete") register();
}

function register(): void {
  window.removeEventListener("load", register);
  // Without it the page works all the same: a refusal is no trouble.
  navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}

/** Fetches the newest worker, which then waits: a tab left open would not look for it by itself. */
export async function fetchNewestWorker(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update().catch(() => undefined);
}

/** How long a waiting worker may take to come into office, in milliseconds. */
const handover = 2_000;

/** Reloads into the newest build, once a worker that waits has taken over: a page asked for in between would be lost. */
export async function reloadIntoNewBuild(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const { waiting } = registration ?? {};
  if (waiting) {
    await new Promise<void>((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
      window.setTimeout(done, handover);
      waiting.postMessage("take-over");
    });
  }
  window.location.reload();
}
