// What a process costs, as the kernel counts it.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** USER_HZ: what /proc counts processor time in, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a measurement that fails must not leave behind. */
const running = new Set();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** The fields of /proc/PID/stat after the name, which may hold spaces and parentheses. */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** This process and everything it started that still runs. */
export function family(pid) {
  const children = new Map();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(stat(name)[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // Gone since the folder was listed.
    }
  }
  const found = [];
  const left = [pid];
  while (left.length > 0) {
    const next = left.pop();
    found.push(next);
    left.push(...(children.get(next) ?? []));
  }
  return found;
}

/** Processor seconds, user and system, of these processes and of their children that ended. */
export function processorSeconds(pids) {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const fields = stat(pid);
      ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      // It ended: its parent, who is in the list, has inherited its time.
    }
  }
  return ticks / TICKS_PER_SECOND;
}

function kibibytes(pid, file, name) {
  const line = readFileSync(`/proc/${pid}/${file}`, "utf8").match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"));
  return Number(line[1]);
}

/** MiB in memory: `resident` counts shared pages in full, `proportional` by the number of those who share them. */
export function memory(pid) {
  return { resident: kibibytes(pid, "status", "VmRSS") / 1024, proportional: kibibytes(pid, "smaps_rollup", "Pss") / 1024 };
}

/** Forgets the highest resident memory so far. */
export function forgetPeak(pids) {
  for (const pid of pids.filter(alive)) writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** MiB: the sum of the highest resident memory of each. */
export function peak(pids) {
  return pids.filter(alive).reduce((sum, pid) => sum + kibibytes(pid, "status", "VmHWM"), 0) / 1024;
}

function alive(pid) {
  return existsSync(`/proc/${pid}/status`);
}

export function start(program, words, options = {}) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const said = [];
  child.stdout.on("data", (text) => said.push(text));
  child.stderr.on("data", (text) => said.push(text));
  child.said = () => Buffer.concat(said).toString();
  running.add(child);
  child.ended = new Promise((resolve) => child.once("exit", resolve)).finally(() => running.delete(child));
  return child;
}

/** Runs to the end; what it wrote, or an error that quotes it. */
export async function run(program, words, { input = "", ...options } = {}) {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"], ...options });
  child.stdin.on("error", () => undefined).end(input);
  const [out, err] = await Promise.all([child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString()));
  const code = child.exitCode ?? (await new Promise((resolve) => child.once("exit", resolve)));
  if (code !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${code}\n${out}${err}`);
  return out;
}

export async function stop(child) {
  child.kill("SIGTERM");
  const ended = await Promise.race([child.ended.then(() => true), sleep(40_000, false, { ref: false })]);
  if (!ended) throw new Error(`it does not stop:\n${child.said()}`);
}

/** Milliseconds until the address answers. */
export async function answers(url, child, options = {}) {
  const began = performance.now();
  for (;;) {
    try {
      const answer = await fetch(url, options);
      await answer.arrayBuffer();
      if (answer.ok) return performance.now() - began;
    } catch {
      // Not yet.
    }
    if (child.exitCode !== null) throw new Error(`it ended before it answered:\n${child.said()}`);
    if (performance.now() - began > 120_000) throw new Error(`it does not answer:\n${child.said()}`);
    await sleep(4);
  }
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
