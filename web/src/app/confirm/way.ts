// What every way of confirming is told, and what it tells the server.
import { useMutation } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import type { Confirmations, ShownAgain } from "@/api/types";

export interface WayProps {
  known: Confirmations;
  /** The button that asked, by its name: for the way that leaves the page. */
  gesture: string | null;
  onConfirmed: () => void;
  onCancel: () => void;
}

export function useShow(onConfirmed: () => void) {
  return useMutation({ mutationFn: (shown: ShownAgain) => take(api.POST("/api/identity/confirmations", { body: shown })), onSuccess: onConfirmed });
}
