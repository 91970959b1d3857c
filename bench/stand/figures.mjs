// Figures, and the tables they are read in.
import { cpus, loadavg, release, totalmem } from "node:os";

import { postgresqlVersion } from "./sacados.mjs";

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  console.log([line(heads), line(heads.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n") + "\n");
}

/** What the figures depend on; never the name of a machine. */
export async function machine() {
  const kernel = release().match(/^\d+\.\d+/)[0];
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0].toFixed(1);
  const versions = `Linux ${kernel}, PostgreSQL ${await postgresqlVersion()}, Node ${process.versions.node}`;
  const day = new Date().toISOString().slice(0, 10);
  console.log(`${day} · ${cpus().length} cores (${cpus()[0].model.trim()}), ${memory} GiB · ${versions} · load ${load} at the start\n`);
}
