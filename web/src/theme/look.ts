// How the person wants the page to look on this device: light, contrast, density.
import { useSyncExternalStore } from "react";

export interface Look {
  theme: "system" | "light" | "dark";
  contrast: "system" | "more";
  density: "snug" | "ample";
}

// index.html reads the same words before the first paint.
const memory = "sacados.look";
const usual: Look = { theme: "system", contrast: "system", density: "snug" };

let look: Look = remembered();
const watchers = new Set<() => void>();

export function useLook(): [Look, (change: Partial<Look>) => void] {
  return [useSyncExternalStore(watch, () => look), changeLook];
}

export function changeLook(change: Partial<Look>): void {
  look = { ...look, ...change };
  const { dataset } = document.documentElement;
  const chosen: Record<string, string> = {};
  for (const key of ["theme", "contrast", "density"] as const) {
    if (look[key] === usual[key]) delete dataset[key];
    else dataset[key] = chosen[key] = look[key];
  }
  localStorage.setItem(memory, JSON.stringify(chosen));
  for (const watcher of watchers) watcher();
}

function remembered(): Look {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(memory) ?? "{}") as Partial<Look>) };
  } catch {
    return usual;
  }
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
