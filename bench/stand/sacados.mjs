// Sacados as an operator runs it: an installation of its own, one organisation, one agent.
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { folder, postmaster } from "./folder.mjs";
import { answers, family, freePort, processorSeconds, run, start, stop } from "./processes.mjs";

const PROGRAM = process.env.SACADOS_PROGRAM ?? "";
const ADDRESS = "agent@essai.exemple.fr";
const PASSWORD = "une phrase de passe pour mesurer";

export class Sacados {
  name = "Sacados";
  data = folder("sacados");
  rights = true;

  static megabytes() {
    return statSync(PROGRAM).size / 1024 / 1024;
  }

  async prepare() {
    this.port = await freePort();
    this.url = `http://localhost:${this.port}`;
    // What one client may ask in a second, or one reader see in a day, is no part of the question.
    const limits = { SACADOS__LIMITS__REQUESTS_PER_SECOND: "100000", SACADOS__LIMITS__BURST: "100000", SACADOS__DIRECTORY__IMPORT_MAX_BYTES: String(1 << 27), SACADOS__DIRECTORY__PEOPLE_PER_DAY: "100000", SACADOS__DIRECTORY__NUMBERS_PER_DAY: "100000" };
    const house = { SACADOS__HOUSE__DATA: this.data, SACADOS__HOUSE__LISTEN: `127.0.0.1:${this.port}`, SACADOS__HOUSE__PUBLIC_URL: this.url };
    this.options = { cwd: this.data, env: { ...process.env, ...house, ...limits } };
    mkdirSync(this.data, { recursive: true });
  }

  async addAgent() {
    await run(PROGRAM, ["organisation", "add", "Ministère d’essai", "--domain", ADDRESS.split("@")[1]], this.options);
    await run(PROGRAM, ["person", "add", ADDRESS, "--name", "Agent d’essai"], { ...this.options, input: `${PASSWORD}\n` });
  }

  /** Milliseconds from the start of the process to its first answer. */
  async start() {
    this.child = start(PROGRAM, ["serve"], this.options);
    return answers(`${this.url}/api/house`, this.child);
  }

  stop() {
    return stop(this.child);
  }

  /** The processes that serve; the database is counted apart. */
  get servers() {
    return [this.child.pid];
  }

  databaseSeconds() {
    return processorSeconds(family(postmaster(this.data)));
  }

  async signIn() {
    const answer = await this.ask("POST", "/api/identity/sessions", { address: ADDRESS, password: PASSWORD });
    this.cookie = answer.headers.getSetCookie()[0].split(";")[0];
    const token = await this.ask("POST", "/api/identity/tokens", { name: "bench", scopes: ["transfer"], days: 1 });
    this.token = (await token.json()).token;
  }

  async ask(method, path, body) {
    const headers = { origin: this.url, ...(this.cookie && { cookie: this.cookie }), ...(body && { "content-type": "application/json" }) };
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** What an agent at work asks for, over and over. */
  async serve(times) {
    const paths = ["/", "/api/house", "/api/identity/me", "/api/transfer/parcels?box=sent"];
    for (let time = 0; time < times; time++) await (await this.ask("GET", paths[time % paths.length])).arrayBuffer();
  }

  /** Where `curl` sends each of these files, and from where it takes them back. */
  async shelve(files, size) {
    const parcel = await (await this.ask("POST", "/api/transfer/parcels", { title: "Mesure" })).json();
    const authorization = `Authorization: Bearer ${this.token}`;
    const places = [];
    for (let file = 0; file < files; file++) {
      const headers = { authorization: `Bearer ${this.token}`, "tus-resumable": "1.0.0", "upload-length": `${size}`, "upload-metadata": `filename ${btoa(`${file}.bin`)}` };
      const made = await fetch(`${this.url}/tus/transfer/${parcel.id}`, { method: "POST", headers });
      if (made.status !== 201) throw new Error(`no upload: ${made.status} ${await made.text()}`);
      const upload = new URL(made.headers.get("location"), this.url).href;
      const id = upload.split("/").at(-1);
      const patch = ["--request", "PATCH", "--header", "Tus-Resumable: 1.0.0", "--header", "Upload-Offset: 0", "--header", "Content-Type: application/offset+octet-stream"];
      places.push({
        up: [...patch, "--header", authorization, upload],
        down: ["--header", authorization, `${this.url}/api/transfer/parcels/${parcel.id}/files/${id}`],
      });
    }
    const path = `/api/transfer/parcels/${parcel.id}`;
    return { places, settled: () => this.verified(path), clear: () => this.ask("DELETE", path) };
  }

  /** Once every file was read back and its print is known. */
  async verified(path) {
    for (const until = Date.now() + 120_000; Date.now() < until; await sleep(50)) {
      const { files } = await (await this.ask("GET", path)).json();
      if (files.every((file) => file.sha256)) return;
    }
    throw new Error("the files are not verified");
  }
}

export async function postgresqlVersion() {
  const installed = readdirSync("/usr/lib/postgresql").map(Number).sort((a, b) => b - a);
  const said = await run(`/usr/lib/postgresql/${installed[0]}/bin/postgres`, ["--version"]);
  return said.match(/[\d.]+/)[0];
}
