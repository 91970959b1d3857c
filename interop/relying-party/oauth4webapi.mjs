// oauth4webapi, the stricter of the two, through the stories of stories.mjs; and, in one of its own, as an application
// written for ProConnect does it: post, no PKCE, a signed userinfo, RS256.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { Browser, app, load, origin, redirect_uri, say } from "./house.mjs";
import * as stories from "./stories.mjs";

const oauth = await load("oauth4webapi");
const [story, administrator, agent] = process.argv.slice(2);
const issuer = new URL(origin);
const plainly = { [oauth.allowInsecureRequests]: true };

/** What the house says of itself. Each application reads it for itself: the library keeps our keys with it. */
async function discover() {
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, plainly));
}

const ways = {
  client_secret_basic: ({ secret }) => oauth.ClientSecretBasic(secret),
  client_secret_post: ({ secret }) => oauth.ClientSecretPost(secret),
  private_key_jwt: ({ privateKey, kid }) => oauth.PrivateKeyJwt({ key: privateKey, kid }),
  none: () => oauth.None(),
};

/** Checks the signature of what was answered, by the keys that this application keeps. */
function signed({ as, kept }, answer) {
  return oauth.validateApplicationLevelSignature(as, answer, { ...plainly, [oauth.jwksCache]: kept });
}

/** Tokens, with the claims of the ID token where there is one; its signature is checked too. */
async function checked(application, answer, process) {
  const tokens = await process(answer);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (claims) await signed(application, answer);
  return { ...tokens, claims };
}

const client = {
  async know(made, { privateKey, kid, client_secret: secret = made.client_secret, ...metadata } = {}) {
    const auth = ways[made.token_endpoint_auth_method]({ secret, privateKey, kid });
    const words = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value));
    return { as: await discover(), kept: {}, client: { client_id: made.client_id, ...words }, auth };
  },
  async address({ as, client: known, auth }, parameters, pushed) {
    const given = Object.entries(parameters).filter(([, value]) => value);
    let asked = new URLSearchParams([["client_id", known.client_id], ...given]);
    if (pushed) {
      const answer = await oauth.pushedAuthorizationRequest(as, known, auth, asked, plainly);
      const { request_uri } = await oauth.processPushedAuthorizationResponse(as, known, answer);
      asked = new URLSearchParams({ client_id: known.client_id, request_uri });
    }
    return `${as.authorization_endpoint}?${asked}`;
  },
  async code(application, returned, { verifier = oauth.nopkce, state, nonce, maxAge, redirect_uri: back }) {
    const { as, client: known, auth } = application;
    const callback = oauth.validateAuthResponse(as, known, returned, state);
    const answer = await oauth.authorizationCodeGrantRequest(as, known, auth, callback, back, verifier, plainly);
    const options = { expectedNonce: nonce, requireIdToken: Boolean(nonce), maxAge: maxAge || undefined };
    return checked(application, answer, (one) => oauth.processAuthorizationCodeResponse(as, known, one, options));
  },
  async userinfo(application, tokens) {
    const { as, client: known } = application;
    const answer = await oauth.userInfoRequest(as, known, tokens.access_token, plainly);
    const me = await oauth.processUserInfoResponse(as, known, tokens.claims?.sub ?? oauth.skipSubjectCheck, answer);
    if (known.userinfo_signed_response_alg) await signed(application, answer);
    return me;
  },
  async refresh({ as, client: known, auth }, token) {
    const answer = await oauth.refreshTokenGrantRequest(as, known, auth, token, plainly);
    return oauth.processRefreshTokenResponse(as, known, answer);
  },
  async introspect({ as, client: known, auth }, token) {
    return oauth.processIntrospectionResponse(as, known, await oauth.introspectionRequest(as, known, auth, token, plainly));
  },
  async revoke({ as, client: known, auth }, token) {
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, known, auth, token, plainly));
  },
  async device(application, scope) {
    const { as, client: known, auth } = application;
    const answer = await oauth.deviceAuthorizationRequest(as, known, auth, { scope }, plainly);
    const device = await oauth.processDeviceAuthorizationResponse(as, known, answer);
    const tokens = async () => {
      for (let interval = device.interval ?? 5; ; ) {
        await sleep(interval * 1000);
        try {
          const polled = await oauth.deviceCodeGrantRequest(as, known, auth, device.device_code, plainly);
          return await checked(application, polled, (one) => oauth.processDeviceCodeResponse(as, known, one));
        } catch (error) {
          if (error.error === "slow_down") interval += 5;
          else if (error.error !== "authorization_pending") throw error;
        }
      }
    };
    return { user_code: device.user_code, tokens };
  },
  async register(metadata) {
    const as = await discover();
    const answer = await oauth.dynamicClientRegistrationRequest(as, metadata, plainly);
    return { as, kept: {}, client: await oauth.processDynamicClientRegistrationResponse(answer), auth: oauth.None() };
  },
  // The library has no word for it: the address is in what the house says of itself.
  goodbye: ({ as }, parameters) => `${as.end_session_endpoint}?${new URLSearchParams(parameters)}`,
  keys: ({ kept }) => kept,
  idOf: (known) => known.client.client_id,
  verifier: oauth.generateRandomCodeVerifier,
  challenge: oauth.calculatePKCECodeChallenge,
  random: oauth.generateRandomState,
};

/** As an application written for ProConnect does it. */
async function proconnect() {
  const matrix = await fetch(`${origin}/_matrix/client/v1/auth_metadata`);
  assert.deepEqual(await matrix.json(), await discover());
  say({ discovered: true });

  const admin = await Browser.of(administrator);
  const browser = await Browser.of(agent);
  const words = { id_token_signed_response_alg: "RS256", userinfo_signed_response_alg: "RS256" };
  const made = await app(admin, { ...words, token_endpoint_auth_method: "client_secret_post", trusted: true });
  const known = await client.know(made, words);
  const scope = "openid given_name usual_name email uid siret siren organizational_unit belonging_population idp_id";
  const [state, nonce] = [client.random(), client.random()];
  const returned = await browser.visit(await client.address(known, { redirect_uri, response_type: "code", scope, state, nonce }, false));
  const tokens = await client.code(known, returned, { state, nonce, redirect_uri });
  const me = await client.userinfo(known, tokens);
  assert.deepEqual([me.email, me.belonging_population], [agent, "agent"]);
  assert.ok(me.given_name && me.usual_name && me.uid && me.idp_id);
  assert.equal((await client.introspect(known, tokens.access_token)).sub, browser.person);
  say({ proconnect: true });
}

await { ...stories, proconnect }[story](client, { administrator, agent });
say({ done: true });
