// A change of the annuaire: what is shown is asked again afterwards, and a refusal is said where the deed was done.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useSay } from "@/app";
import { Notice } from "@/ui";

export interface Deed<Given> {
  mutate: (given: Given) => void;
  isPending: boolean;
  error: Error | null;
  /** What the server answered instead, as a band to show beside the deed. */
  refusal: ReactNode;
}

export function useDeed<Answer, Given = void>(deed: (given: Given) => Promise<Answer>, done: (answer: Answer, given: Given) => void): Deed<Given> {
  const say = useSay();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: deed,
    onSuccess: async (answer, given) => {
      done(answer, given);
      await queries.invalidateQueries({ queryKey: ["directory"] });
    },
  });
  return {
    mutate,
    isPending,
    error,
    refusal: error && (
      <Notice kind="danger" alert>
        {say(error)}
      </Notice>
    ),
  };
}
