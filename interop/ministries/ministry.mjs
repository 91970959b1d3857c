// A ministry's OpenID Connect provider, played by npm `oidc-provider` as it is: its agents sign in with one password, it
// signs what it says of them, and it tells its applications when somebody signs out.
//
//   node ministry.mjs --port 9001 --name "Ministère de la Culture" --client-id sacados --client-secret … \
//     --redirect-uri http://localhost:8080/api/hub/providers/…/callback --backchannel http://localhost:8080/…/backchannel-logout
//
// Further options: --domain culture.exemple.fr, --siret 14 digits, --unit SG/DNUM, --auth client_secret_post |
// client_secret_basic | private_key_jwt (with --jwks-uri), --userinfo signed | json, --post-logout http://localhost:8080/.
// Prints one JSON line when it is ready: {"issuer": "http://127.0.0.1:9001"}. Clients are registered again while it runs
// by POST /_ministry/clients (client metadata of OpenID Connect Registration), so that it may be started before anybody
// knows the address to which it is to send browsers back.
//
// Anybody whose address is at its domain is an agent of the ministry, with the password `ministere`; POST /_ministry/agents
// {login, …claims} makes one another; POST /_ministry/sign-outs {login} ends their sessions there and tells the
// applications; GET /_ministry/said lists what they answered.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";

// The version that web/package.json pins.
const packages = createRequire(new URL("../../web/package.json", import.meta.url));
console.warn = () => {};
const { default: Provider } = await import(pathToFileURL(packages.resolve("oidc-provider")));

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    name: { type: "string", default: "Ministère de la Culture" },
    domain: { type: "string", default: "culture.exemple.fr" },
    siret: { type: "string" },
    unit: { type: "string", default: "SG/DNUM" },
    auth: { type: "string", default: "client_secret_post" },
    userinfo: { type: "string", default: "signed" },
    "client-id": { type: "string", default: "sacados" },
    "client-secret": { type: "string", default: "le-secret-du-ministere-et-de-la-maison" },
    "redirect-uri": { type: "string", multiple: true, default: [] },
    "post-logout": { type: "string", multiple: true, default: [] },
    "jwks-uri": { type: "string" },
    backchannel: { type: "string" },
  },
});

const PASSWORD = "ministere";
const agents = new Map();
const clients = new Map();
const said = [];

/** Nadia.Ferrand@… is Nadia Ferrand. */
function agentOf(login) {
  const address = login.includes("@") ? login.toLowerCase() : `${login}@${options.domain}`;
  if (!agents.has(address)) {
    const [given, usual] = address.split("@")[0].split(".").map((word) => word.replace(/(^|-)\p{L}/gu, (letter) => letter.toUpperCase()));
    agents.set(address, {
      sub: `${options.domain}/${address.split("@")[0]}`,
      uid: address.split("@")[0],
      email: address,
      given_name: given,
      usual_name: usual ?? "Agent",
      organizational_unit: options.unit,
      belonging_population: "agent",
      ...(options.siret ? { siret: options.siret } : {}),
    });
  }
  return agents.get(address);
}

const agentBySubject = (sub) => [...agents.values()].find((agent) => agent.sub === sub);

function clientOf({ id = options["client-id"], redirects, postLogout = options["post-logout"], backchannel }) {
  return {
    client_id: id,
    ...(options.auth === "private_key_jwt"
      ? { jwks_uri: options["jwks-uri"], token_endpoint_auth_signing_alg: "ES256" }
      : { client_secret: options["client-secret"] }),
    token_endpoint_auth_method: options.auth,
    redirect_uris: redirects,
    post_logout_redirect_uris: postLogout,
    response_types: ["code"],
    grant_types: ["authorization_code"],
    id_token_signed_response_alg: "ES256",
    ...(options.userinfo === "signed" ? { userinfo_signed_response_alg: "ES256" } : {}),
    ...(backchannel ? { backchannel_logout_uri: backchannel, backchannel_logout_session_required: true } : {}),
  };
}

if (options["redirect-uri"].length > 0) {
  const client = clientOf({ redirects: options["redirect-uri"], backchannel: options.backchannel });
  clients.set(client.client_id, client);
}

/** Everything in memory: a ministry of a test lives for a test. */
class Memory {
  static rooms = new Map();
  static grants = new Map();
  constructor(name) {
    this.name = name;
    if (!Memory.rooms.has(name)) Memory.rooms.set(name, new Map());
    this.room = Memory.rooms.get(name);
  }
  async upsert(id, payload) {
    this.room.set(id, payload);
    if (payload.grantId) {
      if (!Memory.grants.has(payload.grantId)) Memory.grants.set(payload.grantId, []);
      Memory.grants.get(payload.grantId).push([this.name, id]);
    }
  }
  async find(id) {
    return this.name === "Client" ? clients.get(id) : this.room.get(id);
  }
  async findByUid(uid) {
    return [...this.room.values()].find((payload) => payload.uid === uid);
  }
  async findByUserCode(code) {
    return [...this.room.values()].find((payload) => payload.userCode === code);
  }
  async destroy(id) {
    this.room.delete(id);
  }
  async revokeByGrantId(grant) {
    for (const [name, id] of Memory.grants.get(grant) ?? []) Memory.rooms.get(name)?.delete(id);
    Memory.grants.delete(grant);
  }
  async consume(id) {
    const payload = this.room.get(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }
}

function signingKey(kind, settings, alg) {
  const { privateKey } = generateKeyPairSync(kind, settings);
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg };
}

const server = createServer();
await new Promise((ready, failed) => server.once("error", failed).listen(Number(options.port), "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  adapter: Memory,
  jwks: { keys: [signingKey("ec", { namedCurve: "P-256" }, "ES256"), signingKey("rsa", { modulusLength: 2048 }, "RS256")] },
  cookies: { keys: [randomUUID()] },
  acrValues: ["eidas1", "eidas2"],
  claims: {
    openid: ["sub"],
    acr: null,
    amr: null,
    auth_time: null,
    sid: null,
    email: ["email"],
    profile: ["given_name"],
    given_name: ["given_name"],
    usual_name: ["usual_name"],
    uid: ["uid"],
    siret: ["siret"],
    organizational_unit: ["organizational_unit"],
    belonging_population: ["belonging_population"],
    phone: ["phone_number"],
  },
  scopes: ["openid"],
  clientBasedCORS: () => false,
  // Its guard against addresses of the machine itself would refuse the house, which is on this very machine.
  fetch: (url, { dispatcher: _guard, ...asked }) => globalThis.fetch(url, asked),
  findAccount: (_, sub) => {
    const agent = agentBySubject(sub);
    return agent && { accountId: sub, claims: () => agent };
  },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    // Its own page asks for a font of another site.
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${escape(options.name)}</title>
<main><h1>Vous déconnecter : ${escape(options.name)}</h1>${form}
<button form="op.logoutForm" name="logout" value="yes">Me déconnecter du ministère</button></main></html>`;
      },
    },
    userinfo: { enabled: true },
    jwtUserinfo: { enabled: true },
    claimsParameter: { enabled: true },
  },
  enabledJWA: { idTokenSigningAlgValues: ["ES256", "RS256"], userinfoSigningAlgValues: ["ES256", "RS256"] },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 30, IdToken: 300, Interaction: 600, Session: 12 * 3600, Grant: 12 * 3600 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  renderError: (ctx, out) => {
    ctx.type = "html";
    ctx.body = `<!doctype html><title>Erreur</title><p id="error">${escape(out.error)}: ${escape(out.error_description ?? "")}</p>`;
  },
  // The ministry has already decided that its agents may use the house (like ProConnect, without a page of consent).
  loadExistingGrant: async (ctx) => {
    const known = ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId);
    if (known) {
      const found = await ctx.oidc.provider.Grant.find(known);
      if (found) return found;
    }
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope([...ctx.oidc.requestParamScopes].join(" "));
    await grant.save();
    return grant;
  },
});
provider.on("backchannel.success", (_, client, sub) => said.push({ client: client.clientId, sub, signed_out: true }));
provider.on("backchannel.error", (_, error, client, sub) => said.push({ client: client.clientId, sub, error: String(error) }));
provider.on("server_error", (_, error) => process.stderr.write(`${error.stack}\n`));
provider.on("grant.error", (_, error) => process.stderr.write(`${options.name}: ${error.message}: ${error.error_description} ${error.error_detail ?? ""}\n`));

function escape(text) {
  return String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

/** The page on which an agent of the ministry signs in. */
function page(uid, hint, wrong) {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${escape(options.name)}</title>
<main><h1>${escape(options.name)}</h1><form method="post" action="/interaction/${escape(uid)}">
${wrong ? '<p role="alert">Identifiant ou mot de passe incorrect.</p>' : ""}
<label>Adresse <input name="login" value="${escape(hint)}" autocomplete="username"></label>
<label>Mot de passe <input name="password" type="password" autocomplete="current-password"></label>
<button>Se connecter</button></form></main></html>`;
}

/** Ends the sessions of an agent at the ministry, and tells its applications. */
async function signOut(login) {
  const agent = agentOf(login);
  const sessions = Memory.rooms.get("Session") ?? new Map();
  let ended = 0;
  for (const [id, session] of [...sessions]) {
    if (session.accountId !== agent.sub) continue;
    ended += 1;
    sessions.delete(id);
    for (const [clientId, { sid }] of Object.entries(session.authorizations ?? {})) {
      const client = await provider.Client.find(clientId);
      if (!client?.backchannelLogoutUri) continue;
      try {
        await client.backchannelLogout(agent.sub, sid);
        said.push({ client: clientId, sub: agent.sub, signed_out: true });
      } catch (error) {
        said.push({ client: clientId, sub: agent.sub, error: String(error) });
      }
    }
  }
  return ended;
}

async function command(request, path) {
  if (request.method === "GET" && path === "/_ministry/said") return said;
  const asked = JSON.parse((await bodyOf(request)) || "{}");
  switch (path) {
    case "/_ministry/agents":
      return Object.assign(agentOf(asked.login), asked.claims ?? {});
    case "/_ministry/clients": {
      const client = clientOf({
        id: asked.client_id,
        redirects: asked.redirect_uris,
        postLogout: asked.post_logout_redirect_uris,
        backchannel: asked.backchannel_logout_uri,
      });
      if (asked.jwks_uri) client.jwks_uri = asked.jwks_uri;
      clients.set(client.client_id, client);
      return { client_id: client.client_id };
    }
    case "/_ministry/sign-outs":
      return { ended: await signOut(asked.login) };
    default:
      return null;
  }
}

async function interact(request, response, uid) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (prompt.name !== "login") throw new Error(`nobody here answers ${prompt.name}`);
  const html = (status, body) => response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
  if (request.method !== "POST") return html(200, page(uid, params.login_hint ?? "", false));
  const form = new URLSearchParams(await bodyOf(request));
  const login = form.get("login") ?? "";
  const ours = login !== "" && (!login.includes("@") || login.toLowerCase().endsWith(`@${options.domain}`) || agents.has(login.toLowerCase()));
  if (!ours || form.get("password") !== PASSWORD) return html(401, page(uid, login, true));
  const result = { login: { accountId: agentOf(login).sub, acr: "eidas1", amr: ["pwd"], remember: true } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const oidc = provider.callback();
server.on("request", async (request, response) => {
  const { pathname } = new URL(request.url, issuer);
  try {
    if (pathname.startsWith("/_ministry/")) {
      const answer = await command(request, pathname);
      response.writeHead(answer === null ? 404 : 200, { "content-type": "application/json" });
      return response.end(JSON.stringify(answer));
    }
    const [, uid] = pathname.match(/^\/interaction\/([^/]+)$/) ?? [];
    if (uid) return await interact(request, response, uid);
    return oidc(request, response);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
    return response.end(String(error.message));
  }
});

process.stdout.write(`${JSON.stringify({ issuer })}\n`);
