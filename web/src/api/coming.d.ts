// The shapes of rooms whose routes are described but not yet in the schema. Goes away with it.
import "./schema";

type Where<Path> = None extends Path ? { query?: never; header?: never; path?: never; cookie?: never } : { query?: never; header?: never; path: Path; cookie?: never };
type Json<T> = { content: { "application/json": T } };
type Ask<Path, Body, Ok, Status extends number = 200> = {
  parameters: Where<Path>;
  requestBody: Json<Body>;
  responses: { [K in Status]: { headers: { [name: string]: unknown } } & Json<Ok> };
};
type Get<Path, Ok> = {
  parameters: Where<Path>;
  requestBody?: never;
  responses: { 200: { headers: { [name: string]: unknown } } & Json<Ok> };
};
type Del<Path> = {
  parameters: Where<Path>;
  requestBody?: never;
  responses: { 204: { headers: { [name: string]: unknown }; content?: never } };
};
type None = Record<string, never>;

interface HubProvider {
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  client_auth: "client_secret_basic" | "client_secret_post" | "private_key_jwt";
  has_secret: boolean;
  domains: string[];
  extra_domains: string[];
  arrivals: "create" | "invitation" | "refuse";
  mandatory: boolean;
  acr_map: Record<string, string>;
  default_acr: string;
  organisation?: { id: string; name: string } | null;
  enabled: boolean;
  state: { up?: boolean | null; since?: string | null; error?: string | null };
  redirect_uri: string;
  backchannel_logout_uri: string;
  post_logout_redirect_uri: string;
  jwks_uri: string;
}
interface HubProviderWritten {
  name?: string;
  issuer?: string;
  client_id?: string;
  client_auth?: HubProvider["client_auth"];
  client_secret?: string | null;
  domains?: string[];
  extra_domains?: string[];
  arrivals?: HubProvider["arrivals"];
  mandatory?: boolean;
  acr_map?: Record<string, string>;
  default_acr?: string;
  organisation?: string | null;
  enabled?: boolean;
}
interface OauthClient {
  id: string;
  client_id: string;
  name: string;
  uri?: string | null;
  logo_uri?: string | null;
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  backchannel_logout_uri?: string | null;
  token_endpoint_auth_method: string;
  grant_types: string[];
  scopes: string[];
  jwks?: Record<string, unknown> | null;
  jwks_uri?: string | null;
  userinfo_signed_response_alg?: string | null;
  id_token_signed_response_alg?: string | null;
  native: boolean;
  trusted: boolean;
  verified: boolean;
  min_acr?: string | null;
  registered: "admin" | "dynamic";
  created_at: string;
}

declare module "./schema" {
  interface paths {
    "/api/hub/lookups": {
      post: Ask<None, { address: string }, { organisation?: { name: string; acronym?: string | null } | null; ways: { kind: "provider" | "local"; id?: string; name?: string; state?: "up" | "down"; since?: string }[] }>;
    };
    "/api/hub/arrivals/current": {
      get: Get<None, { provider: { id: string; name: string }; name?: string | null; address?: string | null; organisation?: string | null; may_create: boolean; expires_at: string }>;
    };
    "/api/hub/arrivals/current/persons": { post: Ask<None, None, unknown, 201> };
    "/api/hub/arrivals/current/links": { post: Ask<None, None, unknown, 201> };
    "/api/hub/arrivals/current/recoveries": { post: Ask<None, { address: string; recovery_code: string }, unknown, 201> };
    "/api/hub/arrivals/current/transfers": { post: Ask<None, { address: string; comment: string }, unknown, 202> };
    "/api/hub/identities": { get: Get<None, { identities: { id: string; provider?: { id: string; name: string } | null; issuer: string; linked_at: string; last_used_at?: string | null }[] }> };
    "/api/hub/identities/{id}": { delete: Del<{ id: string }> };
    "/api/hub/providers/choices": { get: Get<None, { providers: { id: string; name: string }[] }> };
    "/api/hub/transfers": {
      get: Get<None, { transfers: { id: string; provider: { name: string }; name?: string | null; address: string; old: { name?: string | null; address?: string | null; organisation?: string | null }; new_organisation?: string | null; asked_at: string; comment: string; agreed_by: { old: boolean; new: boolean }; i_may: ("old" | "new")[] }[] }>;
    };
    "/api/hub/transfers/{id}": { delete: Del<{ id: string }> };
    "/api/hub/transfers/{id}/agreements": { post: Ask<{ id: string }, None, unknown, 201> };
    "/api/hub/providers": { get: Get<None, { providers: HubProvider[] }>; post: Ask<None, HubProviderWritten, HubProvider, 201> };
    "/api/hub/providers/{id}": { get: Get<{ id: string }, HubProvider>; patch: Ask<{ id: string }, HubProviderWritten, HubProvider>; delete: Del<{ id: string }> };
    "/api/hub/providers/{id}/tests": { post: Ask<{ id: string }, None, { discovery: string; reason?: string | null; keys: number; acr_values: string[]; scopes: string[] }> };

    "/api/provider/requests/{id}": {
      get: Get<
        { id: string },
        {
          client: { id: string; name: string; uri?: string | null; logo_uri?: string | null; verified: boolean };
          scopes: string[];
          needs: "sign_in" | "select_account" | "confirm" | "consent" | "nothing" | "impossible";
          acr?: string | null;
          login_hint?: string | null;
          idp_hint?: string | null;
          account?: { name: string; address: string } | null;
          expires_at: string;
        }
      >;
    };
    "/api/provider/requests/{id}/decisions": { post: Ask<{ id: string }, { allow: boolean }, { redirect_to?: string | null; needs: string }> };
    "/api/provider/device-requests/{user_code}": { get: Get<{ user_code: string }, { client: { id: string; name: string; uri?: string | null; verified: boolean }; scopes: string[]; expires_at: string }> };
    "/api/provider/device-requests/{user_code}/decisions": { post: Ask<{ user_code: string }, { allow: boolean }, unknown, 204> };
    "/api/provider/sign-outs/{id}": { get: Get<{ id: string }, { client?: { name: string } | null; account?: { name: string } | null }> };
    "/api/provider/sign-outs/{id}/decisions": { post: Ask<{ id: string }, { sign_out: boolean }, { redirect_to?: string | null }> };
    "/api/provider/grants": {
      get: Get<None, { grants: { id: string; client: { id: string; name: string; uri?: string | null; verified: boolean }; scopes: string[]; device_id?: string | null; device_name?: string | null; created_at: string; last_used_at?: string | null; last_address?: string | null }[] }>;
    };
    "/api/provider/grants/{id}": { delete: Del<{ id: string }> };
    "/api/provider/clients": { get: Get<None, { clients: OauthClient[] }>; post: Ask<None, Partial<OauthClient>, OauthClient & { client_secret?: string | null }, 201> };
    "/api/provider/clients/{id}": { get: Get<{ id: string }, OauthClient>; patch: Ask<{ id: string }, Partial<OauthClient>, OauthClient>; delete: Del<{ id: string }> };
    "/api/provider/clients/{id}/secrets": { post: Ask<{ id: string }, None, { client_secret: string }, 201> };
  }
}
