// Facts make questions stale: what is on the screen is asked again, what is not is asked when next shown.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, take } from "@/api/client";
import { toolNamed } from "../registry";
import { listen } from "./listen";

export function useLive(): void {
  const queries = useQueryClient();

  useEffect(
    () =>
      listen((message) => {
        if (message.kind === "again") {
          void queries.invalidateQueries();
          return;
        }
        if (message.kind === "cut") {
          // The house ends the line of a session that was closed, from here or from afar: asking who one is leads to the door.
          void take(api.GET("/api/identity/me")).catch(() => undefined);
          return;
        }
        const { fact } = message;
        if (!fact.thing) return;
        const keys = toolNamed(fact.thing.tool)?.staleAfter?.(fact) ?? [[fact.thing.tool, fact.thing.kind]];
        for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
        if (fact.thing.tool === "identity") void queries.invalidateQueries({ queryKey: ["identity"] });
      }),
    [queries],
  );
}
