// A folder for one measurement, gone when the measurement is, however it ends.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Imported for its order: programs end before their folders go.
import "./processes.mjs";

export function folder(name) {
  const path = mkdtempSync(join(process.env.SACADOS_BENCH_FOLDER ?? tmpdir(), `sacados-bench-${name}-`));
  // The account of the private PostgreSQL passes through when we are root.
  chmodSync(path, 0o755);
  process.once("exit", () => {
    const database = postmaster(path);
    // Here when the program was killed before it could stop its own.
    if (database) process.kill(database, "SIGQUIT");
    rmSync(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  });
  return path;
}

/** The process of the private PostgreSQL in a data folder, while it has one. */
export function postmaster(folder) {
  const file = readdirSync(folder, { recursive: true }).find((name) => name.endsWith("postmaster.pid"));
  return file && Number(readFileSync(join(folder, file), "utf8").split("\n")[0]);
}

// Without these, a Ctrl-C would leave the folders behind, and what was started.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
