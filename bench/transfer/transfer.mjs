// One gibibyte in and out by curl, alone and in ten at once; beside @tus/server on Node and Debian's nginx.
import { createHash, randomFillSync } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

import { machine, median, table } from "../stand/figures.mjs";
import { folder } from "../stand/folder.mjs";
import { forgetPeak, peak, processorSeconds, run } from "../stand/processes.mjs";
import { Nginx, TusNode } from "../stand/rivals.mjs";
import { Sacados } from "../stand/sacados.mjs";

const MIB = 2 ** 20;
const TOTAL = Number(process.env.SACADOS_BENCH_MIB ?? 1024);
const ROUNDS = Number(process.env.SACADOS_BENCH_ROUNDS ?? 3);
const CROWD = 10;
const RANGES = 30;
const CURL = ["--silent", "--show-error", "--fail", "--header", "Expect:"];

await machine();
console.log(`${TOTAL} MiB, the median of ${ROUNDS} rounds in which the contenders take turns.\n`);

const source = folder("source");
const whole = make(`${source}/whole.bin`, TOTAL);
const part = make(`${source}/part.bin`, Math.floor(TOTAL / CROWD));

const contenders = [new Sacados(), new TusNode(), new Nginx()];
for (const contender of contenders) {
  await contender.prepare?.();
  await contender.addAgent?.();
  await contender.start();
  await contender.signIn?.();
}

const done = new Map();
for (let round = 0; round < ROUNDS; round++) {
  for (const [files, many] of [[whole, 1], [part, CROWD]]) {
    for (const contender of contenders) await turn(contender, files, many, round === 0);
  }
}

for (const many of [1, CROWD]) {
  for (const way of ["up", "down"]) {
    const title = `${many === 1 ? "one file" : `${many} files at once`}, ${way === "up" ? "in" : "out"}`;
    const cost = (contender, what) => median(done.get(`${contender.name} ${many} ${way}`).map((time) => time[what]));
    const spent = (contender) => ["server", "database", "afterwards"].reduce((sum, what) => sum + cost(contender, what), 0);
    const speed = (contender) => cost(contender, "mebibytes") / spent(contender);
    table(
      [title, "wall, s", ...(way === "up" ? ["until on disk, s"] : []), "CPU s, server", "CPU s, database", ...(way === "up" ? ["CPU s, afterwards"] : []), "MiB per CPU s", "ratio to @tus/server", "peak memory, MiB"],
      contenders.map((contender) => [
        contender.name,
        cost(contender, "wall").toFixed(2),
        ...(way === "up" ? [(cost(contender, "wall") + cost(contender, "flush")).toFixed(2)] : []),
        cost(contender, "server").toFixed(2),
        contender.rights ? cost(contender, "database").toFixed(2) : "none",
        ...(way === "up" ? [contender.rights ? cost(contender, "afterwards").toFixed(2) : "none"] : []),
        speed(contender).toFixed(0),
        (speed(contender) / speed(contenders[1])).toFixed(2),
        cost(contender, "peak").toFixed(0),
      ]),
    );
  }
}

const waits = [];
for (const contender of contenders) {
  const shelf = await contender.shelve(1, whole.size);
  await send(whole.path, shelf.places[0]);
  await shelf.settled?.();
  const times = [];
  for (let time = 0; time < RANGES; time++) {
    const from = Math.floor(Math.random() * (whole.size - MIB));
    const words = [...CURL, "--range", `${from}-${from + MIB - 1}`, "--output", "/dev/null", "--write-out", "%{time_starttransfer} %{http_code}"];
    const [seconds, code] = (await run("curl", [...words, ...shelf.places[0].down])).split(" ");
    // Without ranges the beginning of the whole is sent: no answer to the question.
    if (code !== "206") break;
    times.push(Number(seconds) * 1000);
  }
  waits.push([contender.name, ...(times.length === RANGES ? [median(times), Math.max(...times)].map((time) => `${time.toFixed(1)} ms`) : ["no ranges", ""])]);
  await shelf.clear();
}
table([`first byte of a range of 1 MiB, ${RANGES} times`, "median", "max"], waits);

for (const contender of contenders) await contender.stop();
process.exit();

/** One contender takes files in and gives them back. */
async function turn(contender, file, many, verify) {
  const shelf = await contender.shelve(many, file.size);
  await run("sync", []);
  const mebibytes = (file.size / MIB) * many;
  await measure(contender, `${many} up`, mebibytes, () => Promise.all(shelf.places.map((place) => send(file.path, place))), shelf.settled);
  if (verify) for (const place of shelf.places) await compare(file, place);
  await measure(contender, `${many} down`, mebibytes, () => Promise.all(shelf.places.map((place) => run("curl", [...CURL, "--output", "/dev/null", ...place.down]))));
  await shelf.clear();
}

async function measure(contender, name, mebibytes, deed, settled) {
  const pids = contender.servers;
  forgetPeak(pids);
  const before = [processorSeconds(pids), contender.databaseSeconds()];
  const began = performance.now();
  await deed();
  const wall = (performance.now() - began) / 1000;
  const server = processorSeconds(pids) - before[0];
  const database = contender.databaseSeconds() - before[1];
  // What nobody asked the kernel to write is still on its way to the disk.
  await run("sync", []);
  const flush = (performance.now() - began) / 1000 - wall;
  // What a server does after its answer is its cost too.
  await settled?.();
  const afterwards = processorSeconds(pids) + contender.databaseSeconds() - before[0] - before[1] - server - database;
  const key = `${contender.name} ${name}`;
  done.set(key, [...(done.get(key) ?? []), { mebibytes, wall, flush, server, database, afterwards, peak: peak(pids) }]);
}

/** Streamed from the file: --data-binary would read it whole into memory first. */
function send(path, place) {
  return run("curl", [...CURL, "--output", "/dev/null", "--upload-file", path, ...place.up]);
}

async function compare(file, place) {
  const words = [...CURL, ...place.down].map((word) => `'${word}'`).join(" ");
  const said = await run("bash", ["-c", `set -o pipefail; curl ${words} | sha256sum`]);
  if (said.split(" ")[0] !== file.sha256) throw new Error("what came back is not what was sent");
}

/** A file that no compression can help with, warm in the cache of the kernel. */
function make(path, mebibytes) {
  const hash = createHash("sha256");
  const to = openSync(path, "wx");
  const block = Buffer.alloc(4 * MIB);
  for (let left = mebibytes * MIB; left > 0; left -= block.length) {
    const piece = block.subarray(0, Math.min(left, block.length));
    randomFillSync(piece);
    hash.update(piece);
    writeSync(to, piece);
  }
  closeSync(to);
  return { path, size: mebibytes * MIB, sha256: hash.digest("hex") };
}
