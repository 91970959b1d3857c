// The steps of the door, and what each asks of the server.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import type { CodeSent, Lookup, Me } from "@/api/types";
import { useSearchParam } from "../../address";

export type Step =
  | { is: "address" }
  | { is: "password"; address: string; organisation: Lookup["organisation"] }
  | { is: "code"; sent: CodeSent };

const memory = "sacados.address";

export function useSignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [next] = useSearchParam("next");
  const [step, setStep] = useState<Step>({ is: "address" });

  const enter = async (me: Me) => {
    // Nothing asked before the door concerns the person who enters.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "house" });
    queries.setQueryData(meQuery.queryKey, me);
    const safe = next && /^\/(?![/\\])/.test(next) ? next : "/";
    await navigate({ href: safe, replace: true } as never);
  };

  const password = useMutation({
    mutationFn: (given: { address: string; password: string }) => take(api.POST("/api/identity/sessions", { body: given })),
    onSuccess: enter,
  });
  const sendCode = useMutation({
    mutationFn: (address: string) => take(api.POST("/api/identity/codes", { body: { address } })),
    onSuccess: (sent) => setStep({ is: "code", sent }),
  });
  const code = useMutation({
    mutationFn: (given: { id: string; code: string }) =>
      take(api.POST("/api/identity/codes/{id}/sessions", { params: { path: { id: given.id } }, body: { code: given.code } })),
    onSuccess: enter,
  });
  const beSample = useMutation({
    mutationFn: (person: string) => take(api.POST("/api/identity/sample/sessions", { body: { person } })),
    onSuccess: enter,
  });

  return {
    step,
    setStep,
    password,
    sendCode,
    code,
    beSample,
    back: () => {
      password.reset();
      code.reset();
      sendCode.reset();
      setStep({ is: "address" });
    },
  };
}

export type Door = ReturnType<typeof useSignIn>;

export function rememberedAddress(): string {
  return localStorage.getItem(memory) ?? "";
}

export function rememberAddress(address: string | null): void {
  if (address) localStorage.setItem(memory, address);
  else localStorage.removeItem(memory);
}

/** Enough to ask the server; whether the address exists is its affair. */
export function looksLikeAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());
}
