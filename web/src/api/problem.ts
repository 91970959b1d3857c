// A "no" from the server, as an error one can catch: its code for the program, its sentence for the person.
import type { Problem } from "./types";

export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly params: Record<string, unknown>;
  readonly requestId: string | undefined;

  constructor(problem: Partial<Problem> & { status: number }) {
    super(problem.code ?? `http.${problem.status}`);
    this.code = problem.code ?? `http.${problem.status}`;
    this.status = problem.status;
    this.detail = problem.detail ?? "";
    this.params = problem.params ?? {};
    this.requestId = problem.request_id ?? undefined;
  }

  /** Nothing came back at all: the network, or a server that is restarting. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  get notFound(): boolean {
    return this.status === 404;
  }
}

export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // fetch rejects with a TypeError when no answer came back.
  if (error instanceof TypeError) return new ProblemError({ status: 0, code: "house.unreachable" });
  return new ProblemError({ status: -1, code: "web.unexpected" });
}
