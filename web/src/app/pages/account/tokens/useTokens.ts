// One's own tokens, never their secrets.
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import { tokensKey } from "../keys";

export function useTokens() {
  return useQuery({ queryKey: tokensKey, queryFn: () => take(api.GET("/api/identity/tokens")) });
}
