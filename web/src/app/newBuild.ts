// When the house was renewed while a tab stayed open: its old code may be gone. Reload once, or propose it.
import { useQuery } from "@tanstack/react-query";
import { houseQuery } from "@/api/queries";

const mark = "sacados.reloaded";

/** The build this page belongs to, which the server wrote in its head. Nothing in development. */
const written = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? "";
const ours = written.startsWith("__") ? "" : written;

/** A part of the page that is no longer there means a newer build: reload, but never in a loop. */
export function catchLostChunks(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(mark) ?? 0);
    if (Date.now() - last < 60_000) return;
    event.preventDefault();
    sessionStorage.setItem(mark, String(Date.now()));
    window.location.reload();
  });
}

/** True when the server speaks of another build than this page's. */
export function useNewBuild(): boolean {
  const { data } = useQuery({ ...houseQuery, refetchInterval: 10 * 60_000, refetchOnWindowFocus: true });
  return Boolean(data && ours && data.build !== ours);
}
