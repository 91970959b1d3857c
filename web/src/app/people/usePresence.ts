// Whether one is there, chosen once and shown everywhere.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import type { Presence } from "@/api/directory";
import { showToast } from "@/ui";
import { useSay } from "../say";

export interface MyPresence {
  chosen: Presence | null;
  change: (presence: Presence) => void;
}

export function usePresence(known: Presence | null): MyPresence {
  const say = useSay();
  const queries = useQueryClient();
  const { mutate, variables, isPending } = useMutation({
    mutationFn: (presence: Presence) => take(api.PUT("/api/directory/people/me/presence", { body: { presence } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["directory", "person"] }),
    onError: (error) => showToast({ text: say(error) }),
  });
  return { chosen: isPending ? variables : known, change: (presence) => mutate(presence) };
}
