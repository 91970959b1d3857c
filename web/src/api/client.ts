// The only door to the server: typed by the schema, speaking the person's language, failing as a ProblemError.
import createClient from "openapi-fetch";
import type { Addresses } from "./asked";
import { sendConfirmed } from "./confirm";
import { ProblemError } from "./problem";
import type { Problem } from "./types";

export const api = createClient<Addresses>({ baseUrl: window.location.origin, credentials: "same-origin", fetch: (request) => sendConfirmed(request, (one) => globalThis.fetch(one)) });

let language = document.documentElement.lang || "fr";
let onSignedOut: () => void = () => undefined;

/** The language asked of the server for its sentences and mails. */
export function speak(chosen: string): void {
  language = chosen;
}

/** Called when the server no longer knows the session behind a page that needs one. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language);
    return request;
  },
  onError() {
    return new ProblemError({ status: 0, code: "house.unreachable" });
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for an answer and gives its body, or throws the server's problem. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;

  const problem = new ProblemError({ ...(isProblem(error) ? error : {}), status: response.status });
  if (problem.status === 401 && problem.code === "sign_in") onSignedOut();
  throw problem;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error;
}
