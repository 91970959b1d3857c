// What the token endpoint and the check of a token cost, beside oidc-provider on Node.
import { machine, median, table } from "../stand/figures.mjs";
import { forgetPeak, peak, processorSeconds } from "../stand/processes.mjs";
import { OidcProvider, SacadosProvider } from "../stand/relying.mjs";

const ROUNDS = 3;
const AT_ONCE = 8;
const WARM = 400;
const TIMES = Number(process.env.SACADOS_BENCH_TIMES ?? 4000);

const DEEDS = {
  "token endpoint: a refresh token gives the next one, and an ID token": async (application, holder) => {
    holder.tokens = await application.refresh(holder.tokens);
  },
  "session check: introspection": (application, holder) => application.introspect(holder.tokens),
  "session check: userinfo": (application, holder) => application.userinfo(holder.tokens),
};

await machine();

/** So many deeds by so many hands; how long each took, in milliseconds. */
async function measure(contender, holders, deed, times) {
  const took = [];
  const hand = async (holder) => {
    for (let time = 0; time < times / AT_ONCE; time++) {
      const began = performance.now();
      await deed(contender.application, holder);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(holders.map(hand));
  return took;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const figures = {};
const contenders = [new SacadosProvider(), new OidcProvider()];
for (const contender of contenders) {
  await contender.open();
  contender.holders = [];
  for (let hand = 0; hand < AT_ONCE; hand++) contender.holders.push({ tokens: await contender.signIn() });
}
for (const [name, deed] of Object.entries(DEEDS)) {
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) {
      // An access token lives for five minutes: each round begins with a new one.
      for (const holder of contender.holders) holder.tokens = await contender.application.refresh(holder.tokens);
      await measure(contender, contender.holders, deed, WARM);
      forgetPeak(contender.servers);
      const before = [processorSeconds(contender.servers), contender.databaseSeconds()];
      const began = performance.now();
      const took = (await measure(contender, contender.holders, deed, TIMES)).sort((a, b) => a - b);
      const wall = (performance.now() - began) / 1000;
      const server = processorSeconds(contender.servers) - before[0];
      const database = contender.databaseSeconds() - before[1];
      ((figures[name] ??= {})[contender.name] ??= []).push({
        wall,
        server: (server / took.length) * 1000,
        database: (database / took.length) * 1000,
        each: took.length / (server + database),
        half: at(took, 0.5),
        worst: at(took, 0.99),
        memory: peak(contender.servers),
      });
    }
  }
}
for (const contender of contenders) await contender.stop();

for (const [name, of] of Object.entries(figures)) {
  const middle = (who, what) => median(of[who].map((figure) => figure[what]));
  const rival = contenders[1].name;
  table(
    [name, "CPU ms each, server", "CPU ms each, database", "each CPU second", `ratio to ${rival}`, "a second", "median, ms", "p99, ms", "peak memory, MiB"],
    contenders.map(({ name: who }) => [
      who,
      middle(who, "server").toFixed(2),
      who === rival ? "none" : middle(who, "database").toFixed(2),
      middle(who, "each").toFixed(0),
      (middle(who, "each") / middle(rival, "each")).toFixed(2),
      (TIMES / middle(who, "wall")).toFixed(0),
      middle(who, "half").toFixed(1),
      middle(who, "worst").toFixed(1),
      middle(who, "memory").toFixed(0),
    ]),
  );
}
console.log(`${TIMES} times, ${AT_ONCE} at once; the median of ${ROUNDS} rounds in which the contenders take turns.`);
// What undici keeps open must not keep us.
process.exit();
