// oauth4webapi, the stricter of the two, through the flow of an application written for ProConnect: post, no PKCE, a signed
// userinfo, RS256; then with PKCE, pushed, and without a secret.

import assert from "node:assert/strict";

import { Browser, app, load, origin, redirect_uri, say } from "./house.mjs";

const oauth = await load("oauth4webapi");
const [administrator, agent] = process.argv.slice(2);
const admin = await Browser.of(administrator);
const browser = await Browser.of(agent);
const issuer = new URL(origin);
const plainly = { [oauth.allowInsecureRequests]: true };

const discovered = await oauth.discoveryRequest(issuer, plainly);
const as = await oauth.processDiscoveryResponse(issuer, discovered);
const matrix = await fetch(`${origin}/_matrix/client/v1/auth_metadata`);
assert.deepEqual(await matrix.json(), as);
say({ discovered: true });

async function signIn(client, auth, { pkce, pushed, scope }) {
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const verifier = pkce ? oauth.generateRandomCodeVerifier() : oauth.nopkce;
  let asked = new URLSearchParams({ client_id: client.client_id, redirect_uri, response_type: "code", scope, state, nonce });
  if (pkce) {
    asked.set("code_challenge", await oauth.calculatePKCECodeChallenge(verifier));
    asked.set("code_challenge_method", "S256");
  }
  if (pushed) {
    const answer = await oauth.pushedAuthorizationRequest(as, client, auth, asked, plainly);
    const { request_uri } = await oauth.processPushedAuthorizationResponse(as, client, answer);
    asked = new URLSearchParams({ client_id: client.client_id, request_uri });
  }
  const returned = await browser.visit(`${as.authorization_endpoint}?${asked}`);
  const callback = oauth.validateAuthResponse(as, client, returned, state);
  const answer = await oauth.authorizationCodeGrantRequest(as, client, auth, callback, redirect_uri, verifier, plainly);
  const signed = answer.clone();
  const options = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, options);
  await oauth.validateApplicationLevelSignature(as, answer.bodyUsed ? answer : signed, plainly);
  return tokens;
}

async function userinfo(client, tokens) {
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const answer = await oauth.userInfoRequest(as, client, tokens.access_token, plainly);
  return oauth.processUserInfoResponse(as, client, sub, answer);
}

{
  const words = { id_token_signed_response_alg: "RS256", userinfo_signed_response_alg: "RS256" };
  const made = await app(admin, { ...words, token_endpoint_auth_method: "client_secret_post", trusted: true });
  const client = { client_id: made.client_id, ...words };
  const auth = oauth.ClientSecretPost(made.client_secret);
  const scope = "openid given_name usual_name email uid siret siren organizational_unit belonging_population idp_id";
  const tokens = await signIn(client, auth, { pkce: false, scope });
  const me = await userinfo(client, tokens);
  assert.deepEqual([me.email, me.belonging_population], [agent, "agent"]);
  assert.ok(me.given_name && me.usual_name && me.uid && me.idp_id);
  say({ proconnect: true });

  const answer = await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token, plainly);
  const second = await oauth.processRefreshTokenResponse(as, client, answer);
  const asked = await oauth.introspectionRequest(as, client, auth, second.access_token, plainly);
  assert.equal((await oauth.processIntrospectionResponse(as, client, asked)).sub, browser.person);
  const given = await oauth.revocationRequest(as, client, auth, second.refresh_token, plainly);
  await oauth.processRevocationResponse(given);
  const after = await oauth.introspectionRequest(as, client, auth, second.access_token, plainly);
  assert.equal((await oauth.processIntrospectionResponse(as, client, after)).active, false);
  say({ tokens: true });
}

{
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "one", alg: "ES256", use: "sig" };
  const { ext, key_ops, ...key } = jwk;
  const made = await app(admin, {
    token_endpoint_auth_method: "private_key_jwt",
    jwks: { keys: [key] },
    require_pushed_authorization_requests: true,
  });
  const client = { client_id: made.client_id, id_token_signed_response_alg: "ES256" };
  const auth = oauth.PrivateKeyJwt({ key: privateKey, kid: "one" });
  const tokens = await signIn(client, auth, { pkce: true, pushed: true, scope: "openid email" });
  assert.equal((await userinfo(client, tokens)).email, agent);
  say({ pushed: true });
}

{
  const made = await app(admin, { token_endpoint_auth_method: "none", redirect_uris: [redirect_uri] });
  const client = { client_id: made.client_id, id_token_signed_response_alg: "ES256" };
  const tokens = await signIn(client, oauth.None(), { pkce: true, scope: "openid email" });
  assert.equal((await userinfo(client, tokens)).email, agent);
  say({ public: true });
}

say({ done: true });
