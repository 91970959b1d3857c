// Those we are measured against, started in the same way, with the same duties as far as they have them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { folder } from "./folder.mjs";
import { answers, family, freePort, start, stop } from "./processes.mjs";

const here = (name) => fileURLToPath(new URL(`../rival/${name}`, import.meta.url));

class Rival {
  rights = false;

  get servers() {
    return family(this.child.pid);
  }

  databaseSeconds() {
    return 0;
  }

  stop() {
    return stop(this.child);
  }
}

/** Node, `@tus/server` and `@tus/file-store`: plain files, no accounts, no database. */
export class TusNode extends Rival {
  name = "@tus/server";
  data = folder("tus-node");

  /** Milliseconds from the start of the process to its first answer. */
  async start() {
    const began = performance.now();
    this.child = start(process.execPath, [here("server.mjs"), this.data]);
    const said = await Promise.race([new Promise((resolve) => this.child.stdout.once("data", resolve)), this.child.ended.then(() => "")]);
    this.url = `http://localhost:${Number(said)}`;
    await answers(`${this.url}/files`, this.child, { method: "OPTIONS" });
    return performance.now() - began;
  }

  async serve(times) {
    const { places, clear } = await this.shelve(1, 1);
    for (let time = 0; time < times; time++) {
      await fetch(places[0].up.at(-1), { method: "HEAD", headers: { "tus-resumable": "1.0.0" } });
    }
    await clear();
  }

  async shelve(files, size) {
    const places = [];
    for (let file = 0; file < files; file++) {
      const headers = { "tus-resumable": "1.0.0", "upload-length": `${size}` };
      const made = await fetch(`${this.url}/files`, { method: "POST", headers });
      if (made.status !== 201) throw new Error(`no upload: ${made.status} ${await made.text()}`);
      const upload = new URL(made.headers.get("location"), this.url).href;
      const patch = ["--request", "PATCH", "--header", "Tus-Resumable: 1.0.0", "--header", "Upload-Offset: 0", "--header", "Content-Type: application/offset+octet-stream"];
      places.push({ up: [...patch, upload], down: [upload] });
    }
    const forget = (place) => fetch(place.down[0], { method: "DELETE", headers: { "tus-resumable": "1.0.0" } });
    return { places, clear: () => Promise.all(places.map(forget)) };
  }
}

/** Debian's nginx: PUT and sendfile, nothing that could be resumed. */
export class Nginx extends Rival {
  name = "nginx";
  data = folder("nginx");
  made = 0;

  async start() {
    const port = await freePort();
    this.url = `http://localhost:${port}`;
    mkdirSync(`${this.data}/files`, { recursive: true });
    writeFileSync(`${this.data}/files/here`, "here");
    const user = process.getuid() === 0 ? "user root;" : "";
    const text = readFileSync(here("nginx.conf"), "utf8").replaceAll("@FOLDER@", this.data).replace("@PORT@", `${port}`).replace("@USER@", user);
    writeFileSync(`${this.data}/nginx.conf`, text);
    this.child = start(process.env.SACADOS_NGINX ?? "nginx", ["-p", this.data, "-c", `${this.data}/nginx.conf`]);
    return answers(`${this.url}/here`, this.child);
  }

  async shelve(files) {
    const urls = Array.from({ length: files }, () => `${this.url}/${this.made++}.bin`);
    const places = urls.map((url) => ({ up: [url], down: [url] }));
    return { places, clear: () => Promise.all(urls.map((url) => fetch(url, { method: "DELETE" }))) };
  }
}
