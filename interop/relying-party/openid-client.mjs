// openid-client as anybody uses it, through the stories of stories.mjs.

import { load, origin, say } from "./house.mjs";
import * as stories from "./stories.mjs";

const oidc = await load("openid-client");
const [story, administrator, agent] = process.argv.slice(2);
const server = new URL(origin);
const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];

const ways = {
  client_secret_basic: ({ secret }) => oidc.ClientSecretBasic(secret),
  client_secret_post: ({ secret }) => oidc.ClientSecretPost(secret),
  private_key_jwt: ({ privateKey, kid }) => oidc.PrivateKeyJwt({ key: privateKey, kid }),
  none: () => oidc.None(),
};

const shown = (tokens) => ({ ...tokens, claims: tokens.claims() });

const client = {
  know(made, { privateKey, kid, client_secret: secret = made.client_secret, ...metadata } = {}) {
    const auth = ways[made.token_endpoint_auth_method]({ secret, privateKey, kid });
    return oidc.discovery(server, made.client_id, metadata, auth, { execute });
  },
  address: (config, parameters, pushed) => {
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value));
    return pushed ? oidc.buildAuthorizationUrlWithPAR(config, given) : oidc.buildAuthorizationUrl(config, given);
  },
  async code(config, returned, { verifier, state, nonce, maxAge, redirect_uri }) {
    // The library takes the address to which its person came back for the one it sent them to.
    const at = new URL(redirect_uri);
    at.search = returned.search;
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: Boolean(nonce), maxAge: maxAge || undefined };
    return shown(await oidc.authorizationCodeGrant(config, at, checks));
  },
  userinfo: (config, tokens) => oidc.fetchUserInfo(config, tokens.access_token, tokens.claims?.sub ?? oidc.skipSubjectCheck),
  refresh: (config, token) => oidc.refreshTokenGrant(config, token),
  introspect: (config, token) => oidc.tokenIntrospection(config, token),
  revoke: (config, token) => oidc.tokenRevocation(config, token),
  async device(config, scope) {
    const device = await oidc.initiateDeviceAuthorization(config, { scope });
    return { user_code: device.user_code, tokens: async () => shown(await oidc.pollDeviceAuthorizationGrant(config, device)) };
  },
  register: (metadata) => oidc.dynamicClientRegistration(server, metadata, oidc.None(), { execute }),
  goodbye: (config, parameters) => oidc.buildEndSessionUrl(config, parameters),
  keys: (config) => oidc.getJwksCache(config),
  idOf: (config) => config.clientMetadata().client_id,
  verifier: oidc.randomPKCECodeVerifier,
  challenge: oidc.calculatePKCECodeChallenge,
  random: oidc.randomState,
};

await stories[story](client, { administrator, agent });
say({ done: true });
