// What one has to show who one is.
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import { factorsKey } from "../keys";

export function useFactors() {
  return useQuery({ queryKey: factorsKey, queryFn: () => take(api.GET("/api/identity/factors")) });
}
