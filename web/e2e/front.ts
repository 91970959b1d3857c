// Stands before the house for one test: counts what passes, and can pretend that a newer release was put in place.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export class Front {
  /** From now on pages, the API and the worker are those of another build. */
  renewed = false;
  /** Live lines open at this moment, and the most there ever were. */
  lines = 0;
  mostLines = 0;
  readonly #house: URL;
  readonly #server: Server;

  private constructor(house: string) {
    this.#house = new URL(house);
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
  }

  static async before(house: string): Promise<Front> {
    const front = new Front(house);
    await new Promise<void>((ready) => front.#server.listen(0, "127.0.0.1", ready));
    return front;
  }

  /** The same name as the house's own, so that its cookies hold here. */
  get url(): string {
    return `http://${this.#house.hostname}:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const path = asked.url ?? "/";
    const headers = { ...asked.headers, host: this.#house.host, "accept-encoding": "identity" };
    // "As you had it" would be said of the build before.
    if (this.renewed) delete headers["if-none-match"];
    if (headers.origin) headers.origin = this.#house.origin;
    if (path === "/api/live") this.#count(answer);

    const onward = request(new URL(path, this.#house), { method: asked.method, headers }, (given) => {
      if (!this.renewed || !isOfTheBuild(path, given)) {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
        return;
      }
      const parts: Buffer[] = [];
      given.on("data", (part: Buffer) => parts.push(part));
      given.on("end", () => {
        const { "content-length": _, etag: __, ...kept } = given.headers;
        answer.writeHead(given.statusCode ?? 502, kept);
        answer.end(renew(path, Buffer.concat(parts).toString()));
      });
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  }

  #count(answer: ServerResponse): void {
    this.lines += 1;
    this.mostLines = Math.max(this.mostLines, this.lines);
    answer.on("close", () => (this.lines -= 1));
  }
}

function isOfTheBuild(path: string, given: IncomingMessage): boolean {
  return path === "/api/house" || path === "/service-worker.js" || Boolean(given.headers["content-type"]?.startsWith("text/html"));
}

function renew(path: string, text: string): string {
  if (path === "/service-worker.js") return `${text}\nself.addEventListener("message", ({ data, source }) => data === "which" && source.postMessage("renewed"));`;
  if (path === "/api/house") return JSON.stringify({ ...(JSON.parse(text) as object), build: "renewed" });
  return text.replace(/(<meta name="build" content=")[^"]*/, "$1renewed");
}
