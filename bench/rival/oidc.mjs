// The rival of the provider: oidc-provider, the library on which ProConnect runs, as its README starts it, with the same duties:
// refresh tokens that rotate, opaque access tokens of five minutes, ES256, PKCE. It keeps everything in memory.
// `node oidc.mjs PORT CLIENT_ID SECRET REDIRECT_URI`; says “ready”, then serves.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const installed = createRequire(new URL("../../web/package.json", import.meta.url));
const { default: Provider } = await import(pathToFileURL(installed.resolve("oidc-provider")));

const [port, client_id, client_secret, redirect_uri] = process.argv.slice(2);
const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
const key = { ...(await crypto.subtle.exportKey("jwk", privateKey)), kid: "one", alg: "ES256", use: "sig" };
delete key.key_ops;
delete key.ext;

const provider = new Provider(`http://localhost:${port}`, {
  jwks: { keys: [key] },
  clients: [
    {
      client_id,
      client_secret,
      redirect_uris: [redirect_uri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      id_token_signed_response_alg: "ES256",
    },
  ],
  cookies: { keys: ["only for a measurement"] },
  features: { introspection: { enabled: true }, devInteractions: { enabled: true } },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  ttl: { AccessToken: 300, IdToken: 300, RefreshToken: 86_400, Grant: 86_400, Session: 86_400, Interaction: 600 },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@essai.exemple.fr`, email_verified: true }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
