// Throwing a draft away: by hand with a way back, and in silence when it was left without a word in it.

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import { useSay } from "@/app";
import { showToast } from "@/ui";

import { doLater } from "../parts/later";
import { closeUploads } from "../upload";

let discarded: ReadonlySet<string> = new Set();
const watchers = new Set<() => void>();

/** Drafts thrown away whose time to come back is not over: lists leave them out. */
export function useDiscarded(): ReadonlySet<string> {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => discarded,
  );
}

export function useDiscard(id: string): (title: string) => void {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const queries = useQueryClient();
  const navigate = useNavigate();

  return (title) => {
    hide(id, true);
    void navigate({ to: "/transfer/drafts" });
    doLater({
      text: title === "" ? t("compose.discardedUntitled") : t("compose.discarded", { title }),
      undo: t("undo"),
      onUndo: () => hide(id, false),
      onDone: () =>
        void remove(queries, id)
          .catch((error: unknown) => showToast({ text: say(error) }))
          .finally(() => hide(id, false)),
    });
  };
}

/** Drafts left empty and about to go; coming back in time keeps them. */
const leaving = new Map<string, ReturnType<typeof setTimeout>>();

/** A draft that is left without anything in it does not stay in the list. */
export function useForgottenWhenEmpty(id: string, empty: boolean): void {
  const queries = useQueryClient();
  const leave = useEffectEvent(() => {
    if (!empty) return;
    // A short wait: React mounts pages twice while developing, and people step back.
    leaving.set(
      id,
      setTimeout(() => void remove(queries, id).catch(() => undefined), 1_000),
    );
  });

  useEffect(() => {
    clearTimeout(leaving.get(id));
    leaving.delete(id);
    return () => leave();
  }, [id]);
}

async function remove(queries: QueryClient, id: string): Promise<void> {
  await take(api.DELETE("/api/transfer/parcels/{id}", { params: { path: { id } }, keepalive: true }));
  closeUploads(id);
  await queries.invalidateQueries({ queryKey: ["transfer", "parcel", "box"] });
}

function hide(id: string, hidden: boolean): void {
  const next = new Set(discarded);
  if (hidden) next.add(id);
  else next.delete(id);
  discarded = next;
  for (const watcher of watchers) watcher();
}
