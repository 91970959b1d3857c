// The people a parcel is meant for, as they are being written: known, being checked, or refused with the reason.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { api, take } from "@/api/client";
import type { AddressCheck } from "@/api/types";

import { readAddresses, sameAddress, type Written } from "../model/addresses";

export interface Addressee {
  readonly address: string;
  readonly name: string | null;
  readonly is: "checking" | "allowed" | "refused" | "not_an_address";
  readonly kind: "agent" | "external";
  readonly organisation: string | null;
  readonly reason: string | null;
}

export interface Recipients {
  readonly people: readonly Addressee[];
  /** Those the server accepts. */
  readonly allowed: readonly string[];
  /** True until the server has said of everyone whether they may receive. */
  readonly checking: boolean;
  /** Answers how many were new. */
  add(text: string): number;
  remove(address: string): void;
}

/** `changed` gets the accepted addresses each time they change. */
export function useRecipients(start: readonly { address: string; name?: string | null }[], changed?: (addresses: string[]) => void): Recipients {
  const [written, setWritten] = useState<readonly Written[]>(() =>
    start.map(({ address, name }) => ({ address, name: name ?? null, plausible: true })),
  );
  const addresses = written.filter(({ plausible }) => plausible).map(({ address }) => address);
  const checks = useQuery({
    queryKey: ["transfer", "recipient-checks", addresses],
    queryFn: () => check(addresses),
    enabled: addresses.length > 0,
    // Chips already known keep their face while a new one is being checked.
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const people = written.map((one) => addressee(one, checks.data));
  const allowed = people.filter(({ is }) => is === "allowed").map(({ address }) => address);
  const checking = people.some(({ is }) => is === "checking");

  const kept = useRef(start.map(({ address }) => address).join());
  const tell = useEffectEvent((addresses: string[]) => changed?.(addresses));
  const settled = checking ? null : allowed.join();
  useEffect(() => {
    if (settled === null || settled === kept.current) return;
    kept.current = settled;
    tell(settled === "" ? [] : settled.split(","));
  }, [settled]);

  return {
    people,
    allowed,
    checking,
    add(text) {
      const fresh = readAddresses(text).filter(({ address }) => !written.some((one) => sameAddress(one.address, address)));
      if (fresh.length > 0) setWritten([...written, ...fresh]);
      return fresh.length;
    },
    remove(address) {
      setWritten(written.filter((one) => one.address !== address));
    },
  };
}

/** An answer, beside the address as it was asked: the server may write it another way. */
type Checked = AddressCheck & { asked: string };

/** Addresses the server looks at in one request. */
const AT_ONCE = 100;

async function check(addresses: readonly string[]): Promise<Checked[]> {
  const batches = Array.from({ length: Math.ceil(addresses.length / AT_ONCE) }, (_, rank) => addresses.slice(rank * AT_ONCE, (rank + 1) * AT_ONCE));
  const answers = await Promise.all(batches.map((batch) => take(api.POST("/api/transfer/recipient-checks", { body: { addresses: batch } }))));
  return answers.flatMap(({ recipients }, rank) => recipients.map((one, place) => ({ ...one, asked: batches[rank]?.[place] ?? one.address })));
}

function addressee(one: Written, checks: readonly Checked[] | undefined): Addressee {
  const check = checks?.find(({ asked }) => sameAddress(asked, one.address));
  const { address } = one;
  const base = { address, name: check?.name ?? one.name, kind: check?.kind ?? "agent", organisation: check?.organisation ?? null } as const;
  if (!one.plausible) return { ...base, is: "not_an_address", reason: null };
  if (!check) return { ...base, is: "checking", reason: null };
  return { ...base, is: check.allowed ? "allowed" : "refused", reason: check.reason ?? null };
}
