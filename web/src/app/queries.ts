// How questions to the server are kept, repeated and forgotten.
import { QueryClient } from "@tanstack/react-query";
import { problemOf } from "@/api/problem";

export function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal stays a refusal; only silence and trouble of the server deserve another try.
        retry: (failures, error) => {
          const { status } = problemOf(error);
          return (status === 0 || status >= 500) && failures < 2;
        },
      },
      mutations: { retry: false },
    },
  });
}
