// What happened to a parcel, told as a person would: four downloads in a row are one thing, not four.

import type { Parcel, ParcelEvent } from "@/api/types";

export interface Step {
  readonly key: string;
  readonly at: string;
  readonly kind: ParcelEvent["kind"];
  readonly recipient: string | null;
  /** Ids of the files concerned, each once. */
  readonly files: readonly string[];
  /** Whether these are all the files of the parcel. */
  readonly all: boolean;
  /** Ids of the people concerned, when one gesture concerned several. */
  readonly recipients: readonly string[];
}

/** Gestures of one person closer than this are one sitting. */
const SITTING_MS = 15 * 60_000;

/** Newest first. */
export function trail(parcel: Pick<Parcel, "events" | "files">): Step[] {
  const steps: Step[] = [];
  const events = [...parcel.events].sort((one, other) => one.at.localeCompare(other.at));
  for (const event of events) {
    const before = findTogether(steps, event);
    const step = join(before, event, parcel.files.length);
    if (before) steps[steps.indexOf(before)] = step;
    else steps.push(step);
  }
  return steps.sort((one, other) => other.at.localeCompare(one.at));
}

function findTogether(steps: readonly Step[], event: ParcelEvent): Step | undefined {
  const near = (step: Step) => Date.parse(event.at) - Date.parse(step.at) <= SITTING_MS;
  // Opening and downloading in one sitting is told by the downloading.
  if (event.kind === "downloaded") {
    return steps.findLast((step) => ["downloaded", "opened"].includes(step.kind) && step.recipient === event.recipient && near(step));
  }
  if (event.kind === "reminded" || event.kind === "recipient_added") {
    return steps.findLast((step) => step.kind === event.kind && near(step));
  }
  if (event.kind === "opened") {
    return steps.findLast((step) => ["downloaded", "opened"].includes(step.kind) && step.recipient === event.recipient && near(step));
  }
  return undefined;
}

function join(before: Step | undefined, event: ParcelEvent, filesTotal: number): Step {
  const files = [...new Set([...(before?.files ?? []), ...(event.file ? [event.file] : [])])];
  const recipients = [...new Set([...(before?.recipients ?? []), ...(event.recipient ? [event.recipient] : [])])];
  const kind = before?.kind === "downloaded" ? "downloaded" : event.kind;
  return {
    key: before?.key ?? `${event.at} ${event.kind} ${event.recipient ?? ""} ${event.file ?? ""}`,
    at: kind === "opened" ? (before?.at ?? event.at) : event.at,
    kind,
    recipient: event.recipient ?? null,
    files,
    all: filesTotal > 0 && files.length >= filesTotal,
    recipients,
  };
}
