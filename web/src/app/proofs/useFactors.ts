// What one has to show who one is.
import { useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";

/** Asked again after each gesture that changes them. */
export const factorsKey = ["identity", "factor"];

export function useFactors() {
  return useQuery({ queryKey: factorsKey, queryFn: () => take(api.GET("/api/identity/factors")) });
}
