// Questions at an even pace, whoever is slow: a question counts from when it was due, so that waiting counts too.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds for each question, asked `rate` times a second; `ask(question, at)` answers with what was found. */
export async function paced(questions, rate, ask) {
  const began = performance.now() + 20;
  const took = [];
  const found = [];
  await Promise.all(
    questions.map(async (question, at) => {
      const due = began + (at * 1000) / rate;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      found[at] = await ask(question, at);
      took[at] = performance.now() - due;
    }),
  );
  return { took, found, seconds: (performance.now() - began) / 1000 };
}

/** One after the other: what a question takes when nothing else is asked. */
export async function oneByOne(questions, ask) {
  const took = [];
  const found = [];
  for (const [at, question] of questions.entries()) {
    const began = performance.now();
    found[at] = await ask(question, at);
    took[at] = performance.now() - began;
  }
  return { took, found };
}

export function percentile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Of the questions that meant somebody, how many found them among the first ten. */
export function recall(questions, found) {
  const meant = questions.flatMap(({ meant }, at) => (meant ? [found[at].slice(0, 10).includes(meant.id)] : []));
  return meant.filter(Boolean).length / meant.length;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A GET over a connection that stays open; the parsed body. */
export function get(url, headers) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, async (answer) => {
      try {
        const body = Buffer.concat(await answer.toArray()).toString();
        if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${body}`);
        resolve(JSON.parse(body));
      } catch (error) {
        reject(error);
      }
    });
    asked.on("error", reject).end();
  });
}
