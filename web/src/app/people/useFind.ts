// Finding while typing: asked a moment after the last letter, the previous answer kept meanwhile, the latest winning.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Hit, Kind } from "@/api/directory";
import { findQuery } from "./server";

/** Milliseconds of silence after which what is written is asked. */
const pause = 80;

export interface Found {
  hits: readonly Hit[];
  /** What the hits answer, which may be a few letters behind what is written. */
  asked: string;
  /** Nothing is known yet for anything close to what is written. */
  waiting: boolean;
  /** The hits shown answer exactly what is written. */
  settled: boolean;
  error: Error | null;
  again: () => void;
}

export function useFind(text: string, kind: Kind | null = null, limit = 20): Found {
  const written = text.trim().replaceAll(/\s+/gu, " ");
  const asked = useLater(written, pause);
  const found = useQuery(findQuery(asked, kind, limit));
  return {
    hits: asked === "" ? [] : (found.data?.hits ?? []),
    asked,
    waiting: written !== "" && found.data === undefined && found.error === null,
    settled: asked === written && !found.isPlaceholderData && found.isSuccess,
    error: found.error,
    again: () => void found.refetch(),
  };
}

/** The value, once it has stayed the same for a while. */
export function useLater<T>(value: T, milliseconds: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
