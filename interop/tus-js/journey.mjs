// tus-js-client as anybody uses it: `node journey.mjs STORY FILE`, one JSON object a line on what happened.
//
// SACADOS_ENDPOINT is where uploads are created, SACADOS_TOKEN a personal access token, SACADOS_CHUNK the bytes of one
// PATCH (0: all in one), SACADOS_MEMORY the file in which the client remembers its uploads.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createRequire } from "node:module";

// The very package the web application is built with, in its edition for Node.
const tus = createRequire(new URL("../../web/package.json", import.meta.url))("tus-js-client");

const [story, file] = process.argv.slice(2);
const { SACADOS_ENDPOINT: endpoint, SACADOS_TOKEN: token, SACADOS_MEMORY: memory } = process.env;
const chunkSize = Number(process.env.SACADOS_CHUNK) || Infinity;
const { size } = await stat(file);

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** An upload of the file, and the promise of its end. */
function prepare(options = {}) {
  let settle;
  const end = new Promise((resolve, reject) => (settle = { resolve, reject }));
  const upload = new tus.Upload(createReadStream(file), {
    endpoint,
    headers: { Authorization: `Bearer ${token}` },
    chunkSize,
    metadata: { filename: "relevés d’été.bin", filetype: "application/octet-stream", relativePath: "Été 2026/relevés d’été.bin" },
    urlStorage: new tus.FileUrlStorage(memory),
    // Patient enough for a program that is killed and starts again.
    retryDelays: Array.from({ length: 400 }, (_, tries) => Math.min(50 * (tries + 1), 500)),
    onError: (error) => settle.reject(error),
    onSuccess: () => settle.resolve(upload.url),
    onChunkComplete: (_, acknowledged) => say({ acknowledged }),
    onAfterResponse: (request, response) => {
      const offset = response.getHeader("Upload-Offset");
      if (request.getMethod() === "HEAD" && offset !== null) say({ found: Number(offset) });
    },
    ...options,
  });
  return { upload, end };
}

/** Sends until `enough` bytes left this side, then stops without a word to the server. */
async function abandon(enough, terminate = false) {
  let stop;
  const stopped = new Promise((resolve) => (stop = resolve));
  const { upload, end } = prepare({ onProgress: (sent) => sent >= enough && stop() });
  upload.start();
  // An upload that fails, or ends before it could be stopped, is not the story.
  await Promise.race([stopped, end.then(() => Promise.reject(new Error("it ended before it was stopped")))]);
  await upload.abort(terminate);
  say({ aborted: upload.url });
  return upload.url;
}

const stories = {
  /** Stops in the middle, then another client that remembers goes on to the end. */
  async resume() {
    const url = await abandon(size / 3);
    const { upload, end } = prepare();
    const [previous] = await upload.findPreviousUploads();
    if (previous?.uploadUrl !== url) throw new Error("the client does not find its upload again");
    upload.resumeFromPreviousUpload(previous);
    upload.start();
    say({ done: await end });
  },

  /** From the first byte to the last, whatever happens to the server meanwhile. */
  async send() {
    const { upload, end } = prepare();
    upload.start();
    say({ done: await end });
  },

  /** The first bytes travel with the creation. */
  async together() {
    const { upload, end } = prepare({ uploadDataDuringCreation: true });
    upload.start();
    say({ done: await end });
  },

  /** Gives up for good: the server forgets. */
  async terminate() {
    const url = await abandon(size / 3, true);
    const answer = await fetch(url, { method: "HEAD", headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0" } });
    say({ afterwards: answer.status });
  },
};

await stories[story]();
