// The same application at two providers: how each lets somebody in, and what is asked of them afterwards.
import { createHash, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

import { folder } from "./folder.mjs";
import { answers, family, freePort, run, start, stop } from "./processes.mjs";
import { Sacados } from "./sacados.mjs";

const REDIRECT_URI = "https://agenda.exemple.fr/retour";

/** An application signed in to: what it shows, and the endpoints where it does. */
class Application {
  constructor(endpoints, id, secret) {
    Object.assign(this, { endpoints, id, authorization: `Basic ${btoa(`${id}:${secret}`)}` });
  }

  post(endpoint, fields) {
    const headers = { authorization: this.authorization, "content-type": "application/x-www-form-urlencoded" };
    return fetch(this.endpoints[endpoint], { method: "POST", headers, body: new URLSearchParams(fields) });
  }

  /** Lets a browser go to the provider and come back; the tokens of that. */
  async signIn(browse) {
    const verifier = randomBytes(32).toString("base64url");
    const asked = new URLSearchParams({
      client_id: this.id,
      redirect_uri: REDIRECT_URI,
      response_type: "code",
      scope: "openid email",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    const returned = await browse(`${this.endpoints.authorization}?${asked}`);
    const code = returned.searchParams.get("code");
    const fields = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
    return read(await this.post("token", fields));
  }

  async refresh(tokens) {
    return read(await this.post("token", { grant_type: "refresh_token", refresh_token: tokens.refresh_token }));
  }

  async introspect(tokens) {
    const worth = await read(await this.post("introspection", { token: tokens.access_token }));
    if (!worth.active) throw new Error("the token is worth nothing");
  }

  async userinfo(tokens) {
    await read(await fetch(this.endpoints.userinfo, { headers: { authorization: `Bearer ${tokens.access_token}` } }));
  }
}

async function read(answer) {
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${body}`);
  return JSON.parse(body);
}

async function discovered(url) {
  const says = await read(await fetch(`${url}/.well-known/openid-configuration`));
  const { authorization_endpoint, token_endpoint, introspection_endpoint, userinfo_endpoint } = says;
  return { authorization: authorization_endpoint, token: token_endpoint, introspection: introspection_endpoint, userinfo: userinfo_endpoint };
}

/** Follows a browser's way until it leaves the provider; `answer` fills in the pages on it. */
async function follow(url, jar, answer) {
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const came = await answer(url, cookie);
    for (const field of came.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(field);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    const location = came.headers.get("location");
    if (!location) throw new Error(`${url}: ${came.status} ${await came.text()}`);
    url = new URL(location, url).href;
    if (url.startsWith(REDIRECT_URI)) return new URL(url);
  }
  throw new Error(`no way out of ${url}`);
}

export class SacadosProvider extends Sacados {
  async open() {
    await this.prepare();
    this.child = start(process.env.SACADOS_PROGRAM, ["serve", "--sample"], this.options);
    await answers(`${this.url}/api/house`, this.child);
    // The sample State is furnished before anybody is let in.
    const { persons } = await (await this.ask("GET", "/api/identity/sample/persons")).json();
    await run(process.env.SACADOS_PROGRAM, ["person", "grant", persons[0].address, "administrator"], this.options);
    const answer = await this.ask("POST", "/api/identity/sample/sessions", { person: persons[0].id });
    this.cookie = answer.headers.getSetCookie()[0].split(";")[0];
    const words = { name: "Agenda", redirect_uris: [REDIRECT_URI], trusted: true };
    const client = await (await this.ask("POST", "/api/provider/clients", words)).json();
    this.application = new Application(await discovered(this.url), client.client_id, client.client_secret);
  }

  signIn() {
    const [name, value] = this.cookie.split("=");
    const jar = new Map([[name, value]]);
    return this.application.signIn((url) => follow(url, jar, (at, cookie) => fetch(at, { headers: { cookie }, redirect: "manual" })));
  }
}

/** Node and `oidc-provider`, in memory. */
export class OidcProvider {
  name = "oidc-provider";
  data = folder("oidc-provider");

  async open() {
    const port = await freePort();
    const [id, secret] = ["agenda", randomBytes(32).toString("base64url")];
    const script = fileURLToPath(new URL("../rival/oidc.mjs", import.meta.url));
    this.child = start(process.execPath, [script, `${port}`, id, secret, REDIRECT_URI]);
    const url = `http://localhost:${port}`;
    await answers(`${url}/.well-known/openid-configuration`, this.child);
    this.application = new Application(await discovered(url), id, secret);
  }

  /** Signs in on the pages it has for developers, and agrees. */
  signIn() {
    const pages = { login: { prompt: "login", login: "agent", password: "x" }, consent: { prompt: "consent" } };
    const answer = async (url, cookie) => {
      if (!url.includes("/interaction/")) return fetch(url, { headers: { cookie }, redirect: "manual" });
      const page = await (await fetch(url, { headers: { cookie } })).text();
      const fields = page.includes('value="login"') ? pages.login : pages.consent;
      const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
      return fetch(url, { method: "POST", headers, body: new URLSearchParams(fields), redirect: "manual" });
    };
    return this.application.signIn((url) => follow(url, new Map(), answer));
  }

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
