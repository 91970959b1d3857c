// Every flow of an application, told once and played by each client with its own functions: what builds a request, sends it,
// and checks the answer is the client's; only the telling is here. A client is an object with
//
//   know(made, metadata)            what it keeps of an application that was registered
//   address(known, parameters)      where it sends its person; `pushed` first with PAR
//   code(known, returned, checks)   the tokens for a code, checked: verifier, state, nonce, max_age, redirect_uri
//   userinfo(known, tokens)         checked, signed or not
//   refresh, introspect, revoke(known, token)
//   device(known, scope)            { user_code, tokens: promise }
//   register(metadata)              registered by itself, and known
//   goodbye(known, parameters)      where it sends its person to sign out
//   keys(known)                     what it keeps of our keys: { jwks, uat }, `uat` when it read them
//   verifier(), challenge(verifier), random()

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { Browser, DEVICE, app, later, loadBeside, origin, redirect_uri, say, within } from "./house.mjs";

const jose = await loadBeside("jose", "openid-client");
const SCOPE = "openid given_name usual_name email siret";

/** The OAuth 2.0 error of a refusal, wherever it is: a body, a redirect, a challenge (RFC 6750 §3). */
async function reason(error) {
  const said = error.error ?? error.cause?.error ?? error.cause?.[0]?.parameters?.error;
  if (said || !error.response) return said ?? error.code;
  // A challenge that names no error comes with a body that does (RFC 6749 §5.2).
  return (await error.response.json()).error;
}

async function refused(expected, promise) {
  const error = await promise.then(() => null, (refusal) => refusal);
  assert.ok(error, `was to be refused: ${expected}`);
  assert.equal(await reason(error), expected, error.stack);
}

/** What a client refuses by itself, before it believes us: by the sentence of its library, which wraps it or not. */
async function mistrusted(sentence, promise) {
  const error = await promise.then(() => null, (refusal) => refusal);
  assert.ok(error, `the client was to refuse: ${sentence}`);
  assert.match(`${error.message}\n${error.cause?.message}`, sentence, error.stack);
}

/** What every story needs: an administrator, a browser, and how a client sends it away and takes it back. */
async function stage(client, { administrator, agent }) {
  const admin = await Browser.of(administrator);
  const browser = await Browser.of(agent);

  /** Away with code and PKCE, and back; nothing is exchanged yet. */
  async function leave(known, { pushed = false, ...more } = {}) {
    const verifier = client.verifier();
    const [state, nonce] = [client.random(), client.random()];
    const challenge = { code_challenge: await client.challenge(verifier), code_challenge_method: "S256" };
    const parameters = { redirect_uri, response_type: "code", scope: SCOPE, state, nonce, ...challenge, ...more };
    const returned = await browser.visit(await client.address(known, parameters, pushed));
    if (more.response_mode === "fragment") {
      // As its page reads it, and hands it to the library.
      returned.search = returned.hash.slice(1);
      returned.hash = "";
    }
    return { returned, checks: { verifier, state, nonce, maxAge: more.max_age && Number(more.max_age), redirect_uri } };
  }

  async function signIn(known, more) {
    const { returned, checks } = await leave(known, more);
    return client.code(known, returned, checks);
  }

  async function made(more = {}, metadata = {}) {
    return client.know(await app(admin, { trusted: true, token_endpoint_auth_method: "client_secret_basic", ...more }), metadata);
  }

  return { browser, leave, signIn, made };
}

export async function play(client, { administrator, agent }) {
  const { browser, leave, signIn, made } = await stage(client, { administrator, agent });

  // Every way in which an application proves who it is (OpenID Connect Core §9), each with what comes after.
  const { privateKey, publicKey } = await jose.generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await jose.exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" };
  const ways = {
    client_secret_basic: {},
    client_secret_post: { id_token_signed_response_alg: "RS256" },
    private_key_jwt: { jwks: { keys: [jwk] } },
    none: {},
  };
  for (const [way, more] of Object.entries(ways)) {
    const known = await made({ ...more, trusted: false, token_endpoint_auth_method: way }, { privateKey, kid: "one", id_token_signed_response_alg: more.id_token_signed_response_alg });
    const tokens = await signIn(known, { pushed: way !== "none" });
    assert.deepEqual(browser.asked, ["consent"]);
    assert.equal(tokens.claims.sub, browser.person);
    const me = await client.userinfo(known, tokens);
    assert.equal(me.email, agent);
    assert.ok(me.given_name && me.usual_name);
    await signIn(known);
    assert.deepEqual(browser.asked, [], "it is not asked twice");

    // Rotation, and what is older than the last (RFC 9700 §4.14.2).
    const second = await client.refresh(known, tokens.refresh_token);
    assert.notEqual(second.refresh_token, tokens.refresh_token);
    if (way !== "none") assert.equal((await client.introspect(known, second.access_token)).active, true);
    await client.revoke(known, second.access_token);
    await refused("invalid_token", client.userinfo(known, { ...tokens, access_token: second.access_token }));
    const third = await client.refresh(known, second.refresh_token);
    await refused("invalid_grant", client.refresh(known, tokens.refresh_token));
    await refused("invalid_grant", client.refresh(known, third.refresh_token));
    if (way !== "none") assert.equal((await client.introspect(known, third.access_token)).active, false);
    say({ way });
  }
  // Somebody else's key, and somebody else's secret.
  const stranger = await jose.generateKeyPair("ES256", { extractable: true });
  const impostor = await made({ jwks: { keys: [jwk] }, token_endpoint_auth_method: "private_key_jwt" }, { privateKey: stranger.privateKey, kid: "one" });
  await refused("invalid_client", signIn(impostor, { pushed: true }));
  const guess = await made({}, { client_secret: "devine" });
  await refused("invalid_client", signIn(guess, { pushed: true }));
  say({ impostors: true });

  // Keys that are published instead of told (`jwks_uri`).
  {
    const keys = await listen((request, response) => response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] })));
    const known = await made({ jwks_uri: keys.address, token_endpoint_auth_method: "private_key_jwt" }, { privateKey, kid: "one" });
    assert.equal((await signIn(known, { pushed: true })).claims.sub, browser.person);
    keys.close();
    say({ published: true });
  }

  // Signed answers, whose signature the client checks.
  for (const alg of ["ES256", "RS256"]) {
    const known = await made({ userinfo_signed_response_alg: alg }, { userinfo_signed_response_alg: alg });
    assert.equal((await client.userinfo(known, await signIn(known))).email, agent);
    say({ signed: alg });
  }

  // What is asked of the sign-in itself (Core §3.1.2.1).
  {
    const known = await made();
    assert.equal((await signIn(known, { prompt: "none", max_age: "3600" })).claims.sub, browser.person);
    assert.deepEqual(browser.asked, []);
    const asks = { login: ["confirm"], consent: ["consent"], select_account: ["select_account"], create: ["confirm"] };
    for (const [prompt, needs] of Object.entries(asks)) {
      await signIn(known, { prompt });
      assert.deepEqual(browser.asked, needs, prompt);
    }
    const before = (await signIn(known, { max_age: "3600" })).claims.auth_time;
    await new Promise((later) => setTimeout(later, 2100));
    const again = await signIn(known, { max_age: "1" });
    assert.deepEqual(browser.asked, ["confirm"]);
    assert.ok(again.claims.auth_time > before);

    const { cookie } = browser;
    browser.cookie = undefined;
    await refused("login_required", signIn(known, { prompt: "none" }));
    assert.equal((await signIn(known)).claims.sub, browser.person);
    assert.deepEqual(browser.asked, ["sign_in"]);
    browser.cookie = cookie;
    const careful = await made({ trusted: false });
    await refused("consent_required", signIn(careful, { prompt: "none" }));
    await refused("invalid_request", signIn(known, { prompt: "none login" }));
    say({ prompts: true });
  }

  // How sure (ProConnect's acr; Core §5.5.1.1), and claims by name.
  {
    const known = await made();
    assert.equal((await signIn(known, { acr_values: "eidas1" })).claims.acr, "eidas1");
    assert.equal((await signIn(known, { acr_values: "eidas3 eidas2" })).claims.acr, "eidas1", "a wish is no condition");
    const essential = { id_token: { acr: { essential: true, values: ["eidas1"] } } };
    assert.equal((await signIn(known, { claims: JSON.stringify(essential) })).claims.acr, "eidas1");
    const unmet = JSON.stringify({ id_token: { acr: { essential: true, value: "loa4" } } });
    await refused("unmet_authentication_requirements", signIn(known, { claims: unmet }));
    const named = { userinfo: { acr: null, auth_time: { essential: true } }, id_token: { email: null } };
    const tokens = await signIn(known, { claims: JSON.stringify(named) });
    assert.equal(tokens.claims.email, agent);
    const me = await client.userinfo(known, tokens);
    assert.deepEqual([me.acr, typeof me.auth_time], ["eidas1", "number"]);
    say({ claims: true });
  }

  // Hints: of the person, of their provider, of who was there before.
  {
    const known = await made();
    await signIn(known, { login_hint: agent });
    assert.deepEqual(browser.asked, [], "it is them");
    await signIn(known, { login_hint: administrator });
    assert.deepEqual([browser.asked, browser.hints.login_hint], [["select_account"], administrator]);
    await refused("login_required", signIn(known, { login_hint: administrator, prompt: "none" }));
    await signIn(known, { prompt: "consent", idp_hint: "11111111-2222-3333-4444-555555555555" });
    assert.equal(browser.hints.idp_hint, "11111111-2222-3333-4444-555555555555");
    const tokens = await signIn(known);
    assert.equal((await signIn(known, { prompt: "none", id_token_hint: tokens.id_token })).claims.sub, browser.person);
    const { person } = browser;
    await browser.become(administrator);
    await refused("login_required", signIn(known, { prompt: "none", id_token_hint: tokens.id_token }));
    browser.person = person;
    await browser.signIn();
    say({ hints: true });
  }

  // Games with codes and addresses.
  {
    const known = await made();
    const { returned, checks } = await leave(known);
    const tokens = await client.code(known, returned, checks);
    await refused("invalid_grant", client.code(known, returned, checks));
    await refused("invalid_token", client.userinfo(known, tokens));
    const wrongVerifier = await leave(known);
    await refused("invalid_grant", client.code(known, wrongVerifier.returned, { ...wrongVerifier.checks, verifier: client.verifier() }));
    const noVerifier = await leave(known);
    await refused("invalid_grant", client.code(known, noVerifier.returned, { ...noVerifier.checks, verifier: undefined }));
    const noChallenge = await leave(known, { code_challenge: "", code_challenge_method: "" });
    await refused("invalid_grant", client.code(known, noChallenge.returned, noChallenge.checks));
    const elsewhere = await leave(known);
    await refused("invalid_grant", client.code(known, elsewhere.returned, { ...elsewhere.checks, redirect_uri: "https://agenda.exemple.fr/ailleurs" }));
    const other = await made();
    const stolen = await leave(known);
    await refused("invalid_grant", client.code(other, stolen.returned, stolen.checks));
    const open = await made({ token_endpoint_auth_method: "none" });
    await refused("invalid_request", signIn(open, { code_challenge: "", code_challenge_method: "" }));
    await refused("invalid_request", signIn(open, { code_challenge_method: "plain" }));
    await refused("invalid_scope", signIn(known, { scope: "openid urn:invention" }));
    // Nobody is sent to an address that is not the application's: its person is told by a page of ours.
    for (const stray of ["https://ailleurs.exemple.fr/retour", `${redirect_uri}/`, `${redirect_uri}?de=trop`]) {
      const { returned: shown } = await leave(known, { redirect_uri: stray });
      assert.equal(shown.href, `${origin}/connect/problem?code=provider.bad_redirect_uri`);
      await refused("invalid_request", leave(known, { redirect_uri: stray, pushed: true }));
    }

    // What a client refuses by itself: an answer for another request, by another provider, or by nobody.
    const { returned: answer, checks: own } = await leave(known);
    const spoiled = (name, value) => {
      const url = new URL(answer);
      value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value);
      return url;
    };
    await mistrusted(/unexpected "state" response parameter value/, client.code(known, spoiled("state", "un-autre"), own));
    await mistrusted(/unexpected "iss" \(issuer\) response parameter value/, client.code(known, spoiled("iss", "https://ailleurs.exemple.fr"), own));
    // We promise to say our name (RFC 9207).
    await mistrusted(/response parameter "iss" \(issuer\) missing/, client.code(known, spoiled("iss", null), own));
    assert.equal((await client.code(known, answer, own)).claims.sub, browser.person);
    const replayed = await leave(known);
    const another = client.code(known, replayed.returned, { ...replayed.checks, nonce: client.random() });
    await mistrusted(/unexpected ID Token "nonce" claim value/, another);
    say({ games: true });
  }

  // A device (RFC 8628).
  {
    const grant_types = ["authorization_code", "refresh_token", DEVICE];
    const known = await made({ token_endpoint_auth_method: "none", grant_types });
    const device = await client.device(known, "openid email");
    const allowed = await browser.post(`/api/provider/device-requests/${device.user_code}/decisions`, { allow: true });
    assert.equal(allowed.status, 204);
    const tokens = await within(60, "the tokens of a device", device.tokens());
    assert.equal((await client.userinfo(known, tokens)).email, agent);
    const unwanted = await client.device(known, "openid");
    await browser.post(`/api/provider/device-requests/${unwanted.user_code}/decisions`, { allow: false });
    await refused("access_denied", within(60, "the refusal of a device", unwanted.tokens()));
    say({ device: true });
  }

  // By itself (RFC 7591), as Matrix clients do.
  {
    const metadata = {
      client_name: "Element",
      client_uri: "https://element.exemple.fr",
      redirect_uris: ["https://element.exemple.fr/retour"],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
    };
    const known = await client.register(metadata);
    const scope = "urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ";
    const asks = { redirect_uri: metadata.redirect_uris[0], scope, response_mode: "fragment", nonce: undefined };
    const { returned, checks } = await leave(known, asks);
    const own = { ...checks, nonce: undefined, redirect_uri: metadata.redirect_uris[0] };
    const tokens = await client.code(known, returned, own);
    assert.ok((await client.refresh(known, tokens.refresh_token)).access_token);
    await refused("invalid_scope", signIn(known, { ...asks, scope: "openid email" }));
    await refused("invalid_redirect_uri", client.register({ ...metadata, redirect_uris: ["http://element.exemple.fr/retour"] }));
    say({ registered: true });
  }

  // The end of a session, told to who asked and to the others.
  {
    const heard = Promise.withResolvers();
    const listener = await listen(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.end();
      heard.resolve(new URLSearchParams(body).get("logout_token"));
    });
    const metadata = { backchannel_logout_uri: listener.address };
    const other = await made(metadata);
    await signIn(other);
    const goodbye = "https://agenda.exemple.fr/au-revoir";
    const known = await made({ post_logout_redirect_uris: [goodbye] });
    const tokens = await signIn(known);

    const hint = { id_token_hint: tokens.id_token };
    // An address that is not the application's is followed by nobody, and signs nobody out.
    const stray = client.goodbye(known, { ...hint, post_logout_redirect_uri: `${goodbye}/ailleurs` });
    assert.equal((await browser.visit(stray)).href, `${origin}/connect/problem?code=provider.bad_post_logout_redirect_uri`);
    assert.equal((await client.userinfo(known, tokens)).email, agent);
    const end = client.goodbye(known, { ...hint, post_logout_redirect_uri: goodbye, state: "s" });
    assert.equal((await browser.visit(end)).href, `${goodbye}?state=s`);

    await refused("invalid_token", client.userinfo(known, tokens));
    await refused("invalid_grant", client.refresh(known, tokens.refresh_token));
    const keys = jose.createRemoteJWKSet(new URL(`${origin}/oauth2/keys.json`));
    const token = await within(60, "the logout token", heard.promise);
    const { payload } = await jose.jwtVerify(token, keys, { issuer: origin, audience: client.idOf(other), typ: "logout+jwt" });
    assert.equal(payload.sid, tokens.claims.sid);
    assert.ok(payload.events["http://schemas.openid.net/event/backchannel-logout"]);
    listener.close();
    say({ ended: true });
  }
}

/** Our keys change while applications keep what they read of them. Whoever plays this story lets days pass for those keys. */
export async function rotation(client, people) {
  const { browser, made, signIn } = await stage(client, people);
  const goodbye = "https://agenda.exemple.fr/au-revoir";
  const signer = (tokens) => jose.decodeProtectedHeader(tokens.id_token).kid;
  const kids = (known) => client.keys(known).jwks.keys.map((key) => key.kid);
  const algs = ["ES256", "RS256"];
  const register = (alg) => {
    const words = { id_token_signed_response_alg: alg, userinfo_signed_response_alg: alg };
    return made({ ...words, post_logout_redirect_uris: [goodbye] }, words);
  };

  const old = {};
  for (const alg of algs) {
    const known = await register(alg);
    old[alg] = { known, kid: signer(await signIn(known)) };
  }

  // The next ones are published, and do not sign yet: who read the keys earlier needs nothing, who reads them now has both.
  await later(89.5);
  const kept = {};
  for (const alg of algs) {
    const earlier = client.keys(old[alg].known).uat;
    assert.equal(signer(await signIn(old[alg].known)), old[alg].kid);
    assert.equal(client.keys(old[alg].known).uat, earlier, "it reads the keys again");
    const known = await register(alg);
    const tokens = await signIn(known);
    assert.equal(signer(tokens), old[alg].kid);
    assert.equal(kids(known).length, 4, "each algorithm has its next key");
    kept[alg] = { known, tokens, uat: client.keys(known).uat };
  }
  say({ ahead: true });

  // They sign: what is kept is enough to check them, and what the old ones signed is still ours.
  await later(1);
  for (const alg of algs) {
    const { known, tokens: before, uat } = kept[alg];
    const tokens = await signIn(known);
    assert.notEqual(signer(tokens), old[alg].kid);
    assert.ok(kids(known).includes(signer(tokens)));
    assert.equal((await client.userinfo(known, tokens)).sub, browser.person);
    assert.equal(client.keys(known).uat, uat, "it reads the keys again");
    assert.equal((await signIn(known, { prompt: "none", id_token_hint: before.id_token })).claims.sub, browser.person);
  }
  const { known, tokens } = kept.ES256;
  const end = client.goodbye(known, { id_token_hint: tokens.id_token, post_logout_redirect_uri: goodbye });
  assert.equal((await browser.visit(end)).href, goodbye);
  say({ changed: true });
}

/** A server of the application's own, on this machine. */
async function listen(answer) {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => (server.close(), server.closeAllConnections()) };
}
