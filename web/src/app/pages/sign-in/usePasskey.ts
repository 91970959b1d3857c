// A passkey at the door: proposed among the addresses the browser fills in, or asked for by a press.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, take } from "@/api/client";
import { PasskeyAbandoned } from "../../proofs/problems";
import { fillsInPasskeys, knowsPasskeys, showPasskey } from "../../proofs/webauthn";
import type { Door } from "./useSignIn";

/** A challenge is asked anew before the server forgets it. */
const patience = 4 * 60_000;

export function usePasskey(door: Door) {
  const waiting = useRef<AbortController>(null);
  const [round, setRound] = useState(0);

  const pressed = useMutation({
    mutationFn: () => {
      // A browser asks for one passkey at a time.
      waiting.current?.abort();
      return presentPasskey(false);
    },
    onSuccess: (answer) => door.enter(answer),
    onError: () => setRound((last) => last + 1),
  });
  const filledIn = useMutation({
    mutationFn: (signal: AbortSignal) => presentPasskey(true, signal),
    onSuccess: (answer) => door.enter(answer),
  });

  const { mutate: wait } = filledIn;
  useEffect(() => {
    const stop = new AbortController();
    waiting.current = stop;
    void fillsInPasskeys().then((can) => can && !stop.signal.aborted && wait(stop.signal));
    const timer = setTimeout(() => setRound(round + 1), patience);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [round, wait]);

  return {
    known: knowsPasskeys(),
    press: () => pressed.mutate(),
    busy: pressed.isPending,
    error: pressed.error ?? (filledIn.error instanceof PasskeyAbandoned ? null : filledIn.error),
  };
}

/** Asks for a passkey, and signs in by it. */
export async function presentPasskey(quietly: boolean, signal?: AbortSignal) {
  const challenge = await take(api.POST("/api/identity/passkeys/challenges", { body: {} })).catch((error: unknown) => {
    // Nobody asked for anything yet: the other ways in stand where they stood.
    throw quietly ? new PasskeyAbandoned("no challenge") : error;
  });
  const credential = await showPasskey(challenge.options, { quietly, signal });
  return take(api.POST("/api/identity/passkeys/challenges/{id}/sessions", { params: { path: { id: challenge.id } }, body: { credential: credential as never } }));
}
