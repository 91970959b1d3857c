// Who is using the page.
import { useQuery } from "@tanstack/react-query";
import { houseQuery, meQuery } from "@/api/queries";
import type { House, Me } from "@/api/types";

/** The caller. Only within pages of the shell, which are shown to a signed-in person. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("a page of the shell was shown without a session");
  return data;
}

/** The caller, or null on open pages seen by someone who is not signed in. */
export function useMaybeMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

export function useHouse(): House {
  const { data } = useQuery(houseQuery);
  if (!data) throw new Error("a page was shown before the house answered");
  return data;
}

export function isAdministrator(me: Me): boolean {
  return me.roles.includes("administrator");
}
