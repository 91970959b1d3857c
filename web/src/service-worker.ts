// Keeps the shell at hand: its code, styles and fonts, and a page for when there is no network. Never an answer of the server.
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** Addresses that belong to the server alone. */
const theirs = /^\/(api|tus|problems|r-files|livez|readyz)(\/|$)/;

precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: "", cleanURLs: false });
cleanupOutdatedCaches();

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode !== "navigate" || theirs.test(pathname)) return;
  // The page carries a nonce of its own: it always comes from the server, never from a cache.
  event.respondWith(fetch(event.request).catch(offline));
});

/** Files of the house may load nothing; this one needs its own style and picture. */
async function offline(): Promise<Response> {
  const page = await matchPrecache("/offline.html");
  if (!page) return Response.error();
  const policy = "default-src 'none'; style-src 'self'; img-src 'self'";
  return new Response(page.body, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy } });
}

// A new worker waits until the person accepts to reload: pages of two builds must not be mixed.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
