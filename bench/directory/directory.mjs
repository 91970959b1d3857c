// Is anyone found while typing, among how many, how soon? Sacados by HTTP, with accounts and rules of visibility, beside
// PostgreSQL with trigrams on the same rows.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { machine, table } from "../stand/figures.mjs";
import { family, peak, processorSeconds, run } from "../stand/processes.mjs";
import { postmaster } from "../stand/folder.mjs";
import { Sacados } from "../stand/sacados.mjs";
import { asker } from "./asker.mjs";
import { Postgres } from "./postgres.mjs";
import { typeAhead, typos } from "./questions.mjs";
import { agents, chance, domain, organisations } from "./state.mjs";
import { get, oneByOne, percentile, recall } from "./traffic.mjs";

const COUNT = Number(process.argv[2] ?? 2_500_000);
const SEED = 1;
const RATE = 100;
const QUESTIONS = 3000;
/** The rival is asked one question after the other, and fewer: at an even pace it would only show its queue. */
const QUESTIONS_OF_RIVAL = 300;
const VIEWERS = 8;
/** Of so many agents one may be asked for. */
const SAMPLED = Math.max(1, Math.floor(COUNT / 50_000));
/** Lines of one import, a whole ministry at most; the limit of its body is raised for the largest. */
const LINES = 1_000_000;
/** What is promised: milliseconds at the 99th of a hundred, minutes. */
const LIMITS = { typeAhead: 10, typos: 30, importMinutes: 15 };
const PASSWORD = "une phrase de passe pour mesurer";

await machine();
const dice = chance(SEED);
const all = organisations(dice);
/** What one import is limited to: a tree, or what is below the top of a very large one. */
const size = new Map();
for (const { share, root } of all) size.set(root, (size.get(root) ?? 0) + share * COUNT);
const top = (organisation) => {
  const { parent, root } = organisation;
  return !parent || (parent === root && size.get(root) > LINES) ? organisation : top(parent);
};
const together = [...Map.groupBy(all, top).values()].flat();
/** The same agents each time it is asked. */
const everybody = () => agents(together, COUNT, chance(SEED + 1));
const sample = [];
let number = 0;
for (const agent of everybody()) if (number++ % SAMPLED === 0) sample.push(agent);
const questions = { typeAhead: typeAhead(sample, QUESTIONS, chance(SEED + 2)), typos: typos(sample, QUESTIONS, chance(SEED + 3)) };
const viewers = Array.from({ length: VIEWERS }, (_, at) => sample[Math.floor(((at + 0.5) * sample.length) / VIEWERS)]);

const sacados = new Sacados();
await sacados.prepare();
await sacados.start();
await sacados.addAgent();
await run(process.env.SACADOS_PROGRAM, ["person", "grant", "agent@essai.exemple.fr", "administrator"], sacados.options);
await sacados.signIn();
const servers = () => sacados.servers;
const seconds = { program: () => processorSeconds(servers()), database: () => processorSeconds(family(postmaster(sacados.data))) };

// In.
const before = [seconds.program(), seconds.database(), performance.now()];
const lines = (heads, rows) => [heads, ...rows.map((row) => row.join(","))].join("\n");
const tree = lines("uid,parent,name,acronym,kind", all.map(({ uid, parent, name, acronym, kind }) => [uid, parent?.uid ?? "", name, acronym, kind]));
await bring("organisations", "", tree);
const { organisations: known } = await (await sacados.ask("GET", "/api/directory/organisations")).json();
const id = ({ parent, name }) => known.find((one) => one.name === name && (one.parent ?? undefined) === (parent && id(parent))).id;
for (const root of all.filter(({ parent }) => !parent)) {
  await sacados.ask("PUT", `/api/directory/organisations/${id(root)}/domains`, { domains: [{ domain: domain(root), population: "agent" }] });
}
for (const [own, people] of chunks(everybody())) {
  const rows = people.map(({ address, given, family: last, title, telephone, organisation }) => [address, given, last, title, telephone, organisation.uid]);
  await bring("people", `&organisation=${id(own)}`, lines("address,given_name,family_name,title,telephone,organisation", rows));
}
const asked = { ...questions.typos.find(({ meant }) => meant) };
await until(async () => (await find(asked.meant.address, sacados.cookie)).length > 0);
const imported = [seconds.program(), seconds.database(), performance.now()].map((value, at) => value - before[at]);

// As on any other day: started again, the index made in one piece, the database done with its sweeping.
await sacados.stop();
await sacados.start();
const rebuilt = performance.now();
await rest();
const rebuilding = performance.now() - rebuilt;

// Several who look, each signed in.
const cookies = [];
for (const { address } of viewers) {
  await run(process.env.SACADOS_PROGRAM, ["person", "password", address], { ...sacados.options, input: `${PASSWORD}\n` });
  const answer = await sacados.ask("POST", "/api/identity/sessions", { address, password: PASSWORD });
  cookies.push(answer.headers.getSetCookie()[0].split(";")[0]);
}
const other = asker();
const ask = (some) => other.ask({ url: sacados.url, cookies, questions: some.map(({ typed }) => ({ typed })), rate: RATE });
const figures = {};
for (const [name, set] of Object.entries(questions)) {
  await ask(set.slice(0, 300));
  globalThis.gc?.();
  const [program, database] = [seconds.program(), seconds.database()];
  const answered = await ask(set);
  figures[name] = { ...answered, program: seconds.program() - program, database: seconds.database() - database };
}
other.end();
const resident = peak(servers());
const index = sizeOf(join(sacados.data, "find"));
await sacados.stop();

// The rival, on the same rows.
const rival = new Postgres();
await rival.begin();
const loadedBefore = rival.seconds();
const loaded = await rival.load(everybody());
const loading = rival.seconds() - loadedBefore;
const rivals = {};
for (const [name, set] of Object.entries(questions)) {
  const some = set.slice(0, QUESTIONS_OF_RIVAL);
  const ask = ({ typed }, at) => rival.find(typed, viewers[at % VIEWERS].organisation);
  await oneByOne(some.slice(0, 30), ask);
  rival.late = 0;
  const spent = rival.seconds();
  rivals[name] = { ...(await oneByOne(some, ask)), spent: rival.seconds() - spent, late: rival.late };
}
const rivalSize = await rival.size();
const rivalPeak = rival.peak();
await rival.end();

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const ms = (value) => value.toFixed(1);
console.log(`### directory: ${COUNT} agents in ${all.length} organisations\n`);
table(
  ["brought in", "wall, s", "CPU s, program", "CPU s, database", "agents a second", "index, MiB", "peak memory of the program, MiB", "started again, at rest after, s"],
  [
    [sacados.name, (imported[2] / 1000).toFixed(0), imported[0].toFixed(0), imported[1].toFixed(0), (COUNT / (imported[2] / 1000)).toFixed(0), mebibytes(index), resident.toFixed(0), (rebuilding / 1000).toFixed(0)],
    [rival.name, loaded.toFixed(0), "none", loading.toFixed(0), (COUNT / loaded).toFixed(0), mebibytes(rivalSize.index), rivalPeak.toFixed(0), "none"],
  ],
);
for (const [name, set] of Object.entries(questions)) {
  const ours = figures[name];
  const theirs = rivals[name];
  const some = set.slice(0, QUESTIONS_OF_RIVAL);
  const share = (of) => `${(100 * of).toFixed(0)} %`;
  const title = { typeAhead: "every keystroke of a name", typos: "given and family name, a typo in one" }[name];
  table(
    [title, "asked", "p50, ms", "p95, ms", "p99, ms", "max, ms", "CPU ms a question, program", "database", "the one meant among 10", "over 2 s"],
    [
      [`${sacados.name}, by HTTP, ${RATE} a second`, set.length, ...[0.5, 0.95, 0.99, 1].map((part) => ms(percentile(ours.took, part))), ms((ours.program * 1000) / set.length), ms((ours.database * 1000) / set.length), share(recall(set, named10(ours.found))), 0],
      [`${rival.name}, one by one`, some.length, ...[0.5, 0.95, 0.99, 1].map((part) => ms(percentile(theirs.took, part))), "none", ms((theirs.spent * 1000) / some.length), share(recall(some, theirs.found)), theirs.late],
    ],
  );
}
const minutes = imported[2] / 60_000;
promise("type-ahead", percentile(figures.typeAhead.took, 0.99), LIMITS.typeAhead, "ms at p99");
promise("typos", percentile(figures.typos.took, 0.99), LIMITS.typos, "ms at p99");
promise("import", minutes, LIMITS.importMinutes, "minutes");

function promise(what, value, limit, unit) {
  const holds = value <= limit;
  console.log(`${what}: ${value.toFixed(1)} ${unit}, ${limit} promised: ${holds ? "holds" : "DOES NOT HOLD"}`);
  if (!holds) process.exitCode = 1;
}

/** Names and organisations of those found: the ids are the house's own. */
async function find(typed, cookie) {
  const { hits } = await get(`${sacados.url}/api/directory/find?limit=20&q=${encodeURIComponent(typed)}`, { cookie });
  return hits;
}

/** Who was found as the ids of our agents: by name and unit, which two agents share one time in very many. */
function named10(found) {
  const ids = new Map(sample.map((agent) => [`${agent.given} ${agent.family}/${agent.organisation.name}`, agent.id]));
  return found.map((people) => people.map((person) => ids.get(person)));
}

/** The agents of one import after the other. */
function* chunks(people) {
  let of;
  let chunk = [];
  for (const agent of people) {
    const own = top(agent.organisation);
    if (own !== of && chunk.length > 0) {
      yield [of, chunk];
      chunk = [];
    }
    of = own;
    chunk.push(agent);
  }
  if (chunk.length > 0) yield [of, chunk];
}

/** An import as an administrator does it: checked first, then applied. Large ones go on after the answer: one looks again. */
async function bring(kind, where, csv) {
  const headers = { origin: sacados.url, cookie: sacados.cookie };
  const answer = await fetch(`${sacados.url}/api/directory/imports?kind=${kind}${where}`, { method: "POST", headers: { ...headers, "content-type": "text/csv" }, body: csv });
  if (!answer.ok) throw new Error(`${kind}${where}: ${answer.status} ${await answer.text()}`);
  const { id } = await answer.json();
  await reaches(id, "checked");
  // Who imports shows again who they are, when it was a while ago.
  await sacados.ask("POST", "/api/identity/confirmations", { password: PASSWORD });
  const applied = await fetch(`${sacados.url}/api/directory/imports/${id}/applications`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: "{}" });
  if (!applied.ok) throw new Error(`${kind}${where}: ${applied.status} ${await applied.text()}`);
  await reaches(id, "applied");
}

/**
 * Until neither program nor database has taken a twentieth of a processor for half a minute, or for half an hour. The index
 * begins to put its pieces together once nothing has changed for twenty seconds: what is quiet for less is only waiting.
 */
async function rest() {
  const spent = () => seconds.program() + seconds.database();
  const end = Date.now() + 30 * 60_000;
  for (let before = spent(), calm = 0; calm < 15 && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const now = spent();
    calm = now - before < 0.1 ? calm + 1 : 0;
    before = now;
  }
}

async function reaches(id, wanted) {
  await until(async () => {
    const report = await (await sacados.ask("GET", `/api/directory/imports/${id}`)).json();
    if (report.state === "refused" || report.faulty > 0) throw new Error(JSON.stringify(report).slice(0, 2000));
    return report.state === wanted;
  });
}

async function until(holds) {
  for (const end = Date.now() + 30 * 60_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("what was imported is not found");
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
