// Writes src/api/schema.d.ts from docs/api.json, with the generator kept apart in tools/openapi.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const room = fileURLToPath(new URL("../tools/openapi/", import.meta.url));

if (!existsSync(`${room}node_modules`)) run("install", "--frozen-lockfile", "--ignore-workspace");
run("run", "generate");

function run(...words: string[]): void {
  const { status } = spawnSync("pnpm", words, { cwd: room, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
