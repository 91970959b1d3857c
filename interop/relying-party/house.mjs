// What the stories of relying parties share: a browser driven by HTTP, and applications added by an administrator.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const installed = createRequire(new URL("../../web/package.json", import.meta.url));
export const origin = process.env.SACADOS_URL;

/** A package of others, in the version that web/package.json pins. */
export function load(name, from = installed) {
  return import(pathToFileURL(from.resolve(name)));
}

/** One that a package brings along. */
export function loadBeside(name, owner) {
  return load(name, createRequire(installed.resolve(owner)));
}

export function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** A browser of one person of the sample State. */
export class Browser {
  static async of(address) {
    const browser = new Browser();
    await browser.become(address);
    return browser;
  }

  /** Somebody else sits down. */
  async become(address) {
    const { persons } = await (await fetch(`${origin}/api/identity/sample/persons`)).json();
    this.person = persons.find((person) => person.address === address).id;
    await this.signIn();
  }

  async signIn() {
    this.cookie = undefined;
    const answer = await this.post("/api/identity/sample/sessions", { person: this.person });
    assert.equal(answer.status, 201);
    this.keep(answer);
  }

  keep(answer) {
    const [field] = answer.headers.getSetCookie();
    if (field) this.cookie = field.split(";")[0];
  }

  get fields() {
    return this.cookie ? { cookie: this.cookie, origin } : { origin };
  }

  post(path, body) {
    const headers = { ...this.fields, "content-type": "application/json" };
    return fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  get(path) {
    return fetch(new URL(path, origin), { headers: this.fields, redirect: "manual" });
  }

  /**
   * Goes where an application sends its person, doing what the page asks: signing in, choosing oneself, showing again who one
   * is, agreeing. Says where it ended; what was asked is in `asked`, and the hints that the page got in `hints`.
   */
  async visit(url) {
    const answer = await this.get(url);
    assert.equal(answer.status, 303, `${url}: ${answer.status}`);
    this.keep(answer);
    this.asked = [];
    this.hints = {};
    const location = answer.headers.get("location");
    const page = /^\/connect\/(sacq_.*)$/.exec(location);
    if (!page) return new URL(location, origin);
    for (let turns = 0; turns < 5; turns += 1) {
      const shown = await (await this.get(`/api/provider/requests/${page[1]}`)).json();
      this.asked.push(shown.needs);
      this.hints = { login_hint: shown.login_hint, idp_hint: shown.idp_hint };
      if (shown.needs === "sign_in") await this.signIn();
      if (shown.needs === "confirm") {
        const confirmed = await this.post("/api/identity/confirmations", { sample: true });
        assert.equal(confirmed.status, 204, await confirmed.text());
      }
      const decided = await this.post(`/api/provider/requests/${page[1]}/decisions`, { allow: true });
      const { redirect_to, code } = await decided.json();
      assert.equal(decided.status, 200, code);
      if (redirect_to) return new URL(redirect_to);
    }
    throw new Error(`the page never ended: ${this.asked}`);
  }
}

/** Waits for something that must come; says what did not, instead of hanging. */
export async function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks whoever plays the story to let days pass for our keys, and waits until a line says that they have. */
export async function later(days) {
  const lines = createInterface({ input: process.stdin });
  const passed = once(lines, "line");
  say({ later: days });
  await within(120, `what is to be in ${days} days`, passed);
  lines.close();
}

/** An application, added by an administrator of the house. */
export async function app(admin, more = {}) {
  const words = { name: "Agenda", redirect_uris: ["https://agenda.exemple.fr/retour"], ...more };
  const answer = await admin.post("/api/provider/clients", words);
  const client = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(client));
  return client;
}

export const redirect_uri = "https://agenda.exemple.fr/retour";
export const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
