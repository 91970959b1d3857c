// The steps of the door, and what each asks of the server.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import type { AlmostIn, CodeSent, Lookup, Me, SecondFactor } from "@/api/types";
import { useSearchParam } from "../../address";
import { lookup } from "./lookup";

export type Step =
  | { is: "address" }
  | { is: "password"; address: string; organisation: Lookup["organisation"] }
  | { is: "providers"; address: string; organisation?: { name: string } }
  | { is: "code"; sent: CodeSent }
  | { is: "second-factor"; asked: SecondFactor }
  | { is: "new-password"; me: Me };

const memory = "sacados.address";

export function useSignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [next] = useSearchParam("next");
  const [step, setStep] = useState<Step>({ is: "address" });
  /** The person comes in to choose another password. */
  const [forgotten, setForgotten] = useState(false);

  const letIn = async (me: Me, where = inside(next)) => {
    // Nothing asked before the door concerns the person who enters.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "house" });
    queries.setQueryData(meQuery.queryKey, me);
    await navigate({ href: where, replace: true } as never);
  };

  /** What any proof leads to: in, or one proof more, or first a new password. */
  const enter = async (answer: Me | AlmostIn, where?: string) => {
    if ("second_factor" in answer) setStep({ is: "second-factor", asked: answer.second_factor });
    else if (forgotten) setStep({ is: "new-password", me: answer });
    else await letIn(answer, where);
  };

  const sendCode = useMutation({
    mutationFn: (address: string) => take(api.POST("/api/identity/codes", { body: { address } })),
    onSuccess: (sent) => setStep({ is: "code", sent }),
  });

  /** By this house's own means, whatever ministry the address belongs to. */
  const enterHere = useMutation({
    mutationFn: (address: string) => queries.fetchQuery(lookup(address)),
    onSuccess: ({ ways, organisation }, address) => {
      if (ways.includes("password")) setStep({ is: "password", address, organisation });
      else sendCode.mutate(address);
    },
  });

  return {
    step,
    setStep,
    forgotten,
    enter,
    letIn,
    sendCode,
    enterHere,
    forget: (address: string) => {
      setForgotten(true);
      sendCode.mutate(address);
    },
    back: () => {
      sendCode.reset();
      setForgotten(false);
      setStep({ is: "address" });
    },
  };
}

export type Door = ReturnType<typeof useSignIn>;

/** Only an address of this house may follow the door. */
export function inside(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !/^\/sign-in(?:[?#]|$)/.test(next) ? next : "/";
}

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
