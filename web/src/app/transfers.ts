// Whether changes of ministry wait for this person: administrators always look, correspondents when one concerns them.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, take } from "@/api/client";
import { isAdministrator, useMe } from "./session";

export const transfersQuery = queryOptions({
  queryKey: ["hub", "transfer"],
  queryFn: () => take(api.GET("/api/hub/transfers")),
  staleTime: 5 * 60_000,
  retry: false,
});

export function useSeesTransfers(): boolean {
  const me = useMe();
  const administrator = isAdministrator(me);
  const waiting = useQuery({ ...transfersQuery, enabled: me.agent && !administrator });
  return administrator || (waiting.data?.transfers.length ?? 0) > 0;
}
