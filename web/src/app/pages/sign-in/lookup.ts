// Whose an address is, and how it enters by this house's own means.
import { queryOptions } from "@tanstack/react-query";
import { api, take } from "@/api/client";

/** Known by its domain: the answer is the same for all its addresses. */
export function lookup(address: string) {
  return queryOptions({
    queryKey: ["identity", "lookup", address.split("@")[1] ?? ""],
    queryFn: () => take(api.POST("/api/identity/lookups", { body: { address } })),
    staleTime: Infinity,
    retry: false,
  });
}
