// Puts a Brotli copy beside each text of the build, once, so that the program never compresses while serving.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const texts = new Set([".js", ".css", ".svg", ".webmanifest"]);
/** Under this many bytes the copy costs more than it saves. */
const smallest = 1024;

for (const name of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  const path = join("dist", name);
  if (!texts.has(extname(name)) || statSync(path).size < smallest) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: statSync(path).size };
  writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params }));
}
