// A house as an operator sets it up, and the mail server it writes to: started for one journey, ended with it.

import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const MAIL_SERVER = fileURLToPath(new URL("../../../crates/testkit/smtp/server.py", import.meta.url));

function wanted(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: say \`make soak\``);
  return value;
}

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(process.env["SACADOS_SOAK_FOLDER"] ?? tmpdir(), "sacados-soak-"));
  // The account of the private PostgreSQL passes through when we are root.
  await chmod(folder, 0o755);
  return folder;
}

/** Writes a file that nothing can compress; its SHA-256. */
export async function makeFile(path: string, size: number): Promise<string> {
  const hash = createHash("sha256");
  const file = createWriteStream(path);
  for (let left = size; left > 0; left -= 1 << 24) {
    const piece = randomFillSync(Buffer.alloc(Math.min(left, 1 << 24)));
    hash.update(piece);
    if (!file.write(piece)) await once(file, "drain");
  }
  file.end();
  await finished(file);
  return hash.digest("hex");
}

/** A real SMTP server, that keeps what it is given. */
export class MailServer {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  port = 0;

  constructor() {
    this.child = spawn(wanted("SACADOS_TEST_PYTHON"), [MAIL_SERVER], { stdio: ["pipe", "pipe", "inherit"] });
    this.reader = createInterface({ input: this.child.stdout! });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  async start(): Promise<void> {
    this.port = ((await this.answer()) as { port: number }).port;
  }

  /** The text of every message to this address, as a mail reader would show it. */
  async textsTo(address: string): Promise<string[]> {
    this.child.stdin!.write(`${JSON.stringify({ do: "messages" })}\n`);
    const { messages } = (await this.answer()) as { messages: { to: string[]; data: string }[] };
    return messages.filter(({ to }) => to.includes(address)).map(({ data }) => textOf(Buffer.from(data, "base64").toString("latin1")));
  }

  async stop(): Promise<void> {
    this.reader.close();
    await end(this.child, "SIGTERM");
  }

  private async answer(): Promise<unknown> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the mail server ended");
    return JSON.parse(value as string);
  }
}

/** The parts of a message, each decoded as it says (RFC 2045 §6), one after the other. */
function textOf(message: string): string {
  const parts = message.split(/^--\S+\r?$/m);
  return parts.map((part) => {
    const body = part.slice(part.search(/\r?\n\r?\n/)).trim();
    if (/^content-transfer-encoding: *base64/im.test(part)) return Buffer.from(body, "base64").toString();
    if (!/^content-transfer-encoding: *quoted-printable/im.test(part)) return part;
    const joined = body.replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
    return Buffer.from(joined, "latin1").toString();
  }).join("\n");
}

/** Sacados with one organisation, one agent who has a password, and a relay. */
export class House {
  private child: ChildProcess | null = null;
  private said = "";
  private readonly data: string;
  private readonly relay: number;
  url = "";

  constructor(data: string, relay: number) {
    this.data = data;
    this.relay = relay;
  }

  async furnish(agent: { address: string; name: string; password: string }): Promise<void> {
    await this.run(["organisation", "add", "Ministère des Grands fichiers", "--domain", agent.address.split("@")[1] ?? ""]);
    await this.run(["person", "add", agent.address, "--name", agent.name], agent.password);
  }

  async start(): Promise<void> {
    const port = await freePort();
    this.url = `http://localhost:${port}`;
    this.child = spawn(wanted("SACADOS_PROGRAM"), ["serve"], { ...this.options(), stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr!.on("data", (text: Buffer) => (this.said = `${this.said}${text.toString()}`.slice(-8000)));
    const until = Date.now() + 60_000;
    while (!(await fetch(`${this.url}/api/house`).then((answer) => answer.ok, () => false))) {
      if (this.child.exitCode !== null || Date.now() > until) throw new Error(`the house does not serve:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The last it said: for the day the journey fails. */
  get log(): string {
    return this.said;
  }

  /** MiB of the program's memory at its highest. */
  get peak(): number {
    const status = readFileSync(`/proc/${this.child!.pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child) await end(this.child, "SIGTERM");
  }

  private options() {
    const env = {
      ...process.env,
      SACADOS__HOUSE__DATA: this.data,
      SACADOS__HOUSE__LISTEN: this.url.replace("http://localhost", "127.0.0.1") || "127.0.0.1:0",
      SACADOS__HOUSE__PUBLIC_URL: this.url || "http://localhost",
      SACADOS__MAIL__FROM: "Sacados <ne-pas-repondre@grands-fichiers.exemple.fr>",
      SACADOS__MAIL__SMTP__HOST: "127.0.0.1",
      SACADOS__MAIL__SMTP__PORT: `${this.relay}`,
      SACADOS__MAIL__SMTP__TLS: "none",
    };
    return { cwd: this.data, env };
  }

  private async run(words: string[], input = ""): Promise<void> {
    const child = spawn(wanted("SACADOS_PROGRAM"), words, { ...this.options(), stdio: ["pipe", "ignore", "inherit"] });
    child.stdin.end(`${input}\n`);
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`sacados ${words.slice(0, 2).join(" ")} ended with ${code}`);
  }
}

export async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
