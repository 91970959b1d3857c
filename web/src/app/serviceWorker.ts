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

/** Reloads into the newest build, handing over to a worker that waits. */
export async function reloadIntoNewBuild(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.waiting?.postMessage("take-over");
  window.location.reload();
}
