// Writes a State as CSV: `node generate.mjs FOLDER PEOPLE [SEED]` makes organisations.csv and people.csv.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

import { agents, chance, organisations } from "./state.mjs";

const [folder, count, seed = "1"] = process.argv.slice(2);
if (!folder || !(Number(count) > 0)) {
  console.error("say: node generate.mjs FOLDER PEOPLE [SEED]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const dice = chance(Number(seed));
const all = organisations(dice);
write("organisations.csv", "id,parent,name,acronym,kind", all, ({ id, parent, name, acronym, kind }) => [id, parent?.id ?? "", name, acronym, kind]);
write("people.csv", "id,given,family,title,telephone,address,path,acronyms,head", agents(all, Number(count), dice), (agent) => [
  agent.id,
  agent.given,
  agent.family,
  agent.title,
  agent.telephone,
  agent.address,
  agent.organisation.path.join("/"),
  agent.organisation.acronyms.join("/"),
  agent.head ? 1 : 0,
]);

/** No field holds a comma, a quote or a line break: what reads the file back need not know more. */
function write(name, heads, rows, fields) {
  const file = openSync(join(folder, name), "w");
  let lines = [heads];
  let count = 0;
  const flush = () => {
    writeSync(file, `${lines.join("\n")}\n`);
    lines = [];
  };
  for (const row of rows) {
    const line = fields(row).join(",");
    if (line.split(",").length !== heads.split(",").length || /["\n]/.test(line)) throw new Error(`${name}: ${line}`);
    lines.push(line);
    count += 1;
    if (lines.length === 10_000) flush();
  }
  if (lines.length > 0) flush();
  closeSync(file);
  console.error(`${name}: ${count}`);
}
