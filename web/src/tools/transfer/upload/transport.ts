// Carries one file to the server over tus 1.0. The only file here that speaks the protocol.

import { DetailedError, Upload } from "tus-js-client";

import type { Problem } from "@/api/types";

import { type Trouble, troubleOf } from "./retry";

export interface Load {
  readonly parcel: string;
  readonly blob: Blob;
  readonly name: string;
  readonly path: string;
  /** Where an upload begun earlier continues; nothing for a new one. */
  readonly url: string | null;
}

export interface LoadEvents {
  located(url: string): void;
  /** Bytes sent so far, the resumed part included. */
  moved(sent: number): void;
  arrived(): void;
  failed(trouble: Trouble): void;
}

export interface Transport {
  /** Starts sending; the answer stops it, keeping what the server already holds. */
  send(load: Load, events: LoadEvents): () => void;
  /** Makes the server forget an upload. `leaving` lets the request outlive the page. */
  remove(url: string, leaving?: boolean): Promise<void>;
  /** The upload of this path the server may already know, when the answer to its creation was lost. */
  find(parcel: string, path: string, size: number): Promise<string | null>;
}

/** Small enough for the buffers of a proxy that keeps requests whole, large enough that a film needs few of them. */
const CHUNK = 64 * 1024 * 1024;
/** Up to this size a file travels with its own creation: a folder of small files costs half the round trips. */
const WITH_CREATION = 4 * 1024 * 1024;

export class TusTransport implements Transport {
  readonly #language: () => string;
  readonly #find: Transport["find"];

  constructor(language: () => string, find: Transport["find"]) {
    this.#language = language;
    this.#find = find;
  }

  send(load: Load, events: LoadEvents): () => void {
    const upload = new Upload(load.blob as File, {
      // With an address to resume at there is no endpoint: tus-js-client would otherwise answer a 401 by starting afresh.
      ...(load.url === null ? { endpoint: `/tus/transfer/${load.parcel}` } : { uploadUrl: load.url }),
      chunkSize: CHUNK,
      uploadDataDuringCreation: load.blob.size <= WITH_CREATION,
      // Retries, the countdown that is shown, and the memory of unfinished uploads are ours.
      retryDelays: null,
      storeFingerprintForResuming: false,
      removeFingerprintOnSuccess: false,
      metadata: {
        filename: load.name,
        filetype: load.blob.type || "application/octet-stream",
        relativePath: load.path,
      },
      headers: { "Accept-Language": this.#language() },
      onUploadUrlAvailable: () => {
        if (upload.url !== null) events.located(upload.url);
      },
      onProgress: (sent) => events.moved(sent),
      onSuccess: () => events.arrived(),
      onError: (error) => events.failed(troubleIn(error)),
    });
    upload.start();
    return () => void upload.abort(false).catch(() => undefined);
  }

  async remove(url: string, leaving = false): Promise<void> {
    const answer = await fetch(url, {
      method: "DELETE",
      headers: { "Tus-Resumable": "1.0.0", "Accept-Language": this.#language() },
      credentials: "same-origin",
      keepalive: leaving,
    });
    // Already gone is what was asked for.
    if (!answer.ok && answer.status !== 404 && answer.status !== 410) throw new Error(`not removed: ${answer.status}`);
  }

  find(parcel: string, path: string, size: number): Promise<string | null> {
    return this.#find(parcel, path, size);
  }
}

function troubleIn(error: Error | DetailedError): Trouble {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) return troubleOf(null, null);
  const { detail, code } = problemIn(answer.getBody());
  return troubleOf(answer.getStatus(), detail, code);
}

function problemIn(body: string): { detail: string | null; code: string | null } {
  try {
    const { detail, code } = JSON.parse(body) as Partial<Problem>;
    return { detail: detail || null, code: code || null };
  } catch {
    return { detail: null, code: null };
  }
}
