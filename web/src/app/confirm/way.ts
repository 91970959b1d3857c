// What every way of confirming is told, and what it tells the server.
import { useMutation } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import type { Confirmations } from "@/api/types";

export interface WayProps {
  known: Confirmations;
  onConfirmed: () => void;
  onCancel: () => void;
}

export type Shown = { password: string } | { totp: string } | { recovery_code: string } | { code: { id: string; code: string } };

export function useShow(onConfirmed: () => void) {
  return useMutation({ mutationFn: (shown: Shown) => take(api.POST("/api/identity/confirmations", { body: shown })), onSuccess: onConfirmed });
}
