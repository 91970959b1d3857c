// Some gestures ask that one shows again who one is. The refused request waits, one dialog asks, then the request is made again.
import type { Problem } from "./types";

/** What the server asks to be shown again before it does what it refused. */
export interface AskedAgain {
  acr: string | null;
  withinSeconds: number | null;
}

/** Asks the person; true once they have shown who they are, false when they would rather not. */
export type Asker = (asked: AskedAgain) => Promise<boolean>;

let asker: Asker | null = null;
let underWay: Promise<boolean> | null = null;

/** Called when a gesture needs a confirmation. Gives back the way to stop listening. */
export function whenConfirmNeeded(asks: Asker): () => void {
  asker = asks;
  return () => {
    if (asker === asks) asker = null;
  };
}

/** Sends a request; if the server wants a confirmation first, asks for it and sends the request once more. */
export async function sendConfirmed(request: Request, send: (request: Request) => Promise<Response>): Promise<Response> {
  // What proves who one is can never itself ask for it.
  if (new URL(request.url).pathname.startsWith("/api/identity/confirmations")) return send(request);

  const again = request.clone();
  const answer = await send(request);
  const asked = await confirmationIn(answer);
  if (!asked || !asker) return answer;
  return (await ask(asker, asked)) ? send(again) : answer;
}

/** Asks before a step that is no request of ours: a page of somebody else's. True once confirmed. */
export async function confirmFirst(asked: AskedAgain = { acr: null, withinSeconds: null }): Promise<boolean> {
  return asker ? ask(asker, asked) : false;
}

/** Requests refused at the same time wait for one dialog. */
function ask(asks: Asker, asked: AskedAgain): Promise<boolean> {
  underWay ??= asks(asked)
    .catch(() => false)
    .finally(() => (underWay = null));
  return underWay;
}

async function confirmationIn(answer: Response): Promise<AskedAgain | null> {
  if (answer.status !== 401 || !answer.headers.get("content-type")?.includes("json")) return null;
  const problem = (await answer
    .clone()
    .json()
    .catch(() => null)) as Partial<Problem> | null;
  if (problem?.code !== "confirm") return null;
  const { acr, within_seconds: seconds } = (problem.params ?? {}) as Record<string, unknown>;
  return { acr: typeof acr === "string" ? acr : null, withinSeconds: typeof seconds === "number" ? seconds : null };
}
