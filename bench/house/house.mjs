// Start-up, memory at rest, size of the program; beside @tus/server on Node.
import { setTimeout as sleep } from "node:timers/promises";

import { machine, median, table } from "../stand/figures.mjs";
import { memory } from "../stand/processes.mjs";
import { TusNode } from "../stand/rivals.mjs";
import { Sacados } from "../stand/sacados.mjs";

const STARTS = 7;
const REST = 10_000;
const REQUESTS = 1000;
/** What is promised: seconds, MiB. */
const LIMITS = { start: 2, memory: 80 };

await machine();

const sacados = new Sacados();
await sacados.prepare();
const first = await sacados.start();
await sacados.stop();
// The agent is there for the requests of the second question.
await sacados.addAgent();

const starts = {};
const rival = new TusNode();
for (let time = 0; time < STARTS; time++) {
  (starts[sacados.name] ??= []).push(await sacados.start());
  await sacados.stop();
  (starts[rival.name] ??= []).push(await rival.start());
  await rival.stop();
}

const weights = {};
for (const contender of [sacados, rival]) {
  await contender.start();
  await sleep(REST);
  const fresh = memory(contender.child.pid);
  if (contender.signIn) await contender.signIn();
  await contender.serve(REQUESTS);
  await sleep(REST);
  weights[contender.name] = { fresh, used: memory(contender.child.pid) };
  await contender.stop();
}

const milliseconds = (value) => `${value.toFixed(0)} ms`;
console.log(`The first start of an empty folder, database made: ${milliseconds(first)}.\n`);
table(
  [`${STARTS} starts of what exists`, "min", "median", "max"],
  [sacados, rival].map(({ name }) => {
    const times = starts[name];
    return [name, ...[Math.min(...times), median(times), Math.max(...times)].map(milliseconds)];
  }),
);
const mebibytes = (value) => value.toFixed(1);
table(
  ["MiB, at rest", "resident", "proportional", `resident after ${REQUESTS} requests`, "proportional after them"],
  [sacados, rival].map(({ name }) => {
    const { fresh, used } = weights[name];
    return [name, fresh.resident, fresh.proportional, used.resident, used.proportional].map((cell) => (typeof cell === "number" ? mebibytes(cell) : cell));
  }),
);
console.log(`The program: ${Sacados.megabytes().toFixed(1)} MiB, the web application inside.\n`);

const slowest = Math.max(...starts[sacados.name]) / 1000;
const heaviest = Math.max(weights[sacados.name].fresh.resident, weights[sacados.name].used.resident);
for (const [what, figure, limit, unit] of [["start-up", slowest, LIMITS.start, "s"], ["memory at rest", heaviest, LIMITS.memory, "MiB"]]) {
  const holds = figure < limit;
  console.log(`${what}: ${figure.toFixed(2)} ${unit} at worst, under ${limit} ${unit} promised: ${holds ? "holds" : "DOES NOT HOLD"}`);
  if (!holds) process.exitCode = 1;
}
// What undici keeps open must not keep us.
process.exit();
