// openid-client as anybody uses it: every flow of an application, each said when it is done.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { Browser, DEVICE, app, load, loadBeside, origin, redirect_uri, say } from "./house.mjs";

const oidc = await load("openid-client");
const jose = await loadBeside("jose", "openid-client");
const [administrator, agent] = process.argv.slice(2);
const admin = await Browser.of(administrator);
const browser = await Browser.of(agent);
const server = new URL(origin);
const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];

function configure(client, auth, metadata = {}) {
  const { id_token_signed_response_alg } = client;
  return oidc.discovery(server, client.client_id, { id_token_signed_response_alg, ...metadata }, auth, { execute });
}

/** Code and PKCE, pushed or not; the tokens, as the library checked them. */
async function signIn(config, { pushed = false, ...more } = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const parameters = {
    redirect_uri,
    scope: "openid given_name usual_name email siret",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...more,
  };
  const build = pushed ? oidc.buildAuthorizationUrlWithPAR : oidc.buildAuthorizationUrl;
  const returned = await browser.visit(await build(config, parameters));
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  if (more.max_age) checks.maxAge = Number(more.max_age);
  return oidc.authorizationCodeGrant(config, returned, checks);
}

// Every way in which an application proves who it is, each with what comes after.
const { privateKey, publicKey } = await jose.generateKeyPair("ES256", { extractable: true });
const jwk = { ...(await jose.exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" };
const ways = {
  client_secret_basic: [{}, (client) => oidc.ClientSecretBasic(client.client_secret)],
  client_secret_post: [{ id_token_signed_response_alg: "RS256" }, (client) => oidc.ClientSecretPost(client.client_secret)],
  private_key_jwt: [{ jwks: { keys: [jwk] } }, () => oidc.PrivateKeyJwt({ key: privateKey, kid: "one" })],
  none: [{}, () => oidc.None()],
};
for (const [way, [more, auth]] of Object.entries(ways)) {
  const client = await app(admin, { ...more, token_endpoint_auth_method: way });
  const config = await configure(client, auth(client));
  const tokens = await signIn(config, { pushed: way !== "none" });
  const { sub } = tokens.claims();
  assert.equal(sub, browser.person);
  const me = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  assert.equal(me.email, agent);
  assert.ok(me.given_name && me.usual_name);

  const second = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(second.refresh_token, tokens.refresh_token);
  if (way !== "none") {
    assert.equal((await oidc.tokenIntrospection(config, second.access_token)).active, true);
  }
  await oidc.tokenRevocation(config, second.access_token);
  await assert.rejects(oidc.fetchUserInfo(config, second.access_token, sub));
  const third = await oidc.refreshTokenGrant(config, second.refresh_token);
  // An old one: somebody else has it, and all of them are over.
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
  await assert.rejects(oidc.refreshTokenGrant(config, third.refresh_token), { error: "invalid_grant" });
  say({ way });
}

// Signed answers.
{
  const client = await app(admin, { userinfo_signed_response_alg: "ES256", trusted: true });
  const metadata = { userinfo_signed_response_alg: "ES256" };
  const config = await configure(client, oidc.ClientSecretBasic(client.client_secret), metadata);
  const tokens = await signIn(config);
  const me = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  assert.equal(me.email, agent);
  say({ signed: true });
}

// What is asked of the sign-in itself.
{
  const client = await app(admin, { trusted: true });
  const config = await configure(client, oidc.ClientSecretBasic(client.client_secret));
  const tokens = await signIn(config, { prompt: "none", max_age: "3600" });
  assert.ok(tokens.claims().auth_time);
  const essential = { id_token: { acr: { essential: true, values: ["eidas1"] } } };
  assert.equal((await signIn(config, { claims: JSON.stringify(essential) })).claims().acr, "eidas1");
  const unmet = JSON.stringify({ id_token: { acr: { essential: true, value: "loa4" } } });
  await assert.rejects(signIn(config, { claims: unmet }), { error: "unmet_authentication_requirements" });
  const cookie = browser.cookie;
  browser.cookie = undefined;
  await assert.rejects(signIn(config, { prompt: "none" }), { error: "login_required" });
  browser.cookie = cookie;
  say({ prompts: true });
}

// A device.
{
  const grant_types = ["authorization_code", "refresh_token", DEVICE];
  const client = await app(admin, { token_endpoint_auth_method: "none", grant_types });
  const config = await configure(client, oidc.None());
  const device = await oidc.initiateDeviceAuthorization(config, { scope: "openid email" });
  const polled = oidc.pollDeviceAuthorizationGrant(config, device);
  const allowed = await browser.post(`/api/provider/device-requests/${device.user_code}/decisions`, { allow: true });
  assert.equal(allowed.status, 204);
  const tokens = await polled;
  assert.equal((await oidc.fetchUserInfo(config, tokens.access_token, browser.person)).email, agent);
  say({ device: true });
}

// By itself.
{
  const metadata = {
    client_name: "Element",
    client_uri: "https://element.exemple.fr",
    redirect_uris: ["https://element.exemple.fr/retour"],
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  };
  const config = await oidc.dynamicClientRegistration(server, metadata, oidc.None(), { execute });
  const verifier = oidc.randomPKCECodeVerifier();
  const returned = await browser.visit(
    oidc.buildAuthorizationUrl(config, {
      redirect_uri: metadata.redirect_uris[0],
      scope: "urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ",
      response_mode: "fragment",
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }),
  );
  returned.search = returned.hash.slice(1);
  returned.hash = "";
  const tokens = await oidc.authorizationCodeGrant(config, returned, { pkceCodeVerifier: verifier });
  assert.ok((await oidc.refreshTokenGrant(config, tokens.refresh_token)).access_token);
  say({ registered: true });
}

// The end of a session, told to who asked and to the others.
{
  const heard = Promise.withResolvers();
  const listener = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end();
    heard.resolve(new URLSearchParams(body).get("logout_token"));
  });
  await new Promise((ready) => listener.listen(0, "127.0.0.1", ready));
  const backchannel_logout_uri = `http://127.0.0.1:${listener.address().port}/deconnexion`;
  const other = await app(admin, { trusted: true, backchannel_logout_uri });
  await signIn(await configure(other, oidc.ClientSecretBasic(other.client_secret)));
  const goodbye = "https://agenda.exemple.fr/au-revoir";
  const client = await app(admin, { trusted: true, post_logout_redirect_uris: [goodbye] });
  const config = await configure(client, oidc.ClientSecretBasic(client.client_secret));
  const tokens = await signIn(config);

  const end = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: goodbye, state: "s" });
  assert.equal((await browser.visit(end)).href, `${goodbye}?state=s`);

  await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, browser.person));
  const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
  const { payload } = await jose.jwtVerify(await heard.promise, keys, {
    issuer: origin,
    audience: other.client_id,
    typ: "logout+jwt",
  });
  assert.equal(payload.sid, tokens.claims().sid);
  assert.ok(payload.events["http://schemas.openid.net/event/backchannel-logout"]);
  listener.close();
  say({ ended: true });
}

say({ done: true });
