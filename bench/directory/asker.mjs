// Who asks, in a process of its own: one that holds two and a half million made-up agents tidies its memory up with threads
// of its own, now and then, on the cores of those who are measured.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { get, paced } from "./traffic.mjs";

/** Starts it; `ask` gives what each question took, in milliseconds, and the people found, as `name/unit`. */
export function asker() {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ["--expose-gc", "--max-semi-space-size=256"], serialization: "advanced" });
  return {
    ask: (work) =>
      new Promise((resolve, reject) => {
        child.once("message", ({ error, ...answered }) => (error ? reject(new Error(error)) : resolve(answered)));
        child.once("exit", () => reject(new Error("who asks has gone")));
        child.send(work);
      }),
    end: () => child.kill(),
  };
}

if (process.send) {
  process.on("message", async ({ url, cookies, questions, rate }) => {
    try {
      globalThis.gc?.();
      process.send(await paced(questions, rate, ({ typed }, at) => find(url, typed, cookies[at % cookies.length])));
    } catch (error) {
      process.send({ error: String(error) });
    }
  });
}

async function find(url, typed, cookie) {
  const { hits } = await get(`${url}/api/directory/find?limit=20&q=${encodeURIComponent(typed)}`, { cookie });
  return hits.filter(({ kind }) => kind === "person").map(({ name, unit, organisation }) => `${name}/${unit ?? organisation?.name}`);
}
