// Questions the shell itself asks. Keys follow one rule, so that live facts find them: [tool, kind, ...].
import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ProblemError } from "./problem";
import type { Me } from "./types";

export const houseQuery = queryOptions({
  queryKey: ["house"],
  queryFn: () => take(api.GET("/api/house")),
  staleTime: 5 * 60_000,
});

/** The caller, or null when nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ["identity", "me"],
  queryFn: async (): Promise<Me | null> => {
    const { data, error, response } = await api.GET("/api/identity/me");
    if (response.status === 401) return null;
    if (!response.ok || !data) throw new ProblemError({ ...error, status: response.status });
    return data;
  },
  staleTime: 60_000,
});
