// What the house knows of an application, to write or to change.
import { useTranslation } from "react-i18next";
import type { Acr, ClientProof, NewOauthClient, OauthClient, SigningAlg } from "@/api/types";
import { Checkbox, Select, TextArea, TextField } from "@/ui";
import { linesOf, LinesField } from "../parts";
import { acrs } from "../providers/ProviderForm";
import { SettingsForm, SettingsPart, useDraft, type KeptForm } from "../settings/SettingsForm";
import { clientsHref } from "./keys";

const methods: readonly ClientProof[] = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
const grants = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"] as const;
const algorithms: readonly SigningAlg[] = ["ES256", "RS256"];
const anyStrength = "any";
const plain = "json";

export interface Draft {
  name: string;
  uri: string;
  logoUri: string | null;
  native: boolean;
  redirectUris: string;
  postLogoutUris: string;
  backchannelUri: string;
  method: ClientProof;
  jwksUri: string;
  jwks: string;
  grants: string[];
  scopes: string;
  idTokenAlg: SigningAlg;
  userinfoAlg: SigningAlg | typeof plain;
  trusted: boolean;
  verified: boolean;
  minAcr: Acr | typeof anyStrength;
  /** Said nowhere on the form, and kept as they are. */
  resourceServer: boolean;
  pushedOnly: boolean;
}

export const emptyDraft: Draft = {
  name: "",
  uri: "",
  logoUri: null,
  native: false,
  redirectUris: "",
  postLogoutUris: "",
  backchannelUri: "",
  method: "client_secret_basic",
  jwksUri: "",
  jwks: "",
  grants: ["authorization_code", "refresh_token"],
  scopes: "openid\nprofile\nemail",
  idTokenAlg: "ES256",
  userinfoAlg: plain,
  trusted: false,
  verified: true,
  minAcr: anyStrength,
  resourceServer: false,
  pushedOnly: false,
};

/** What a client does not say counts as the server counts it. */
export function draftOf(client: OauthClient): Draft {
  return {
    name: client.name,
    uri: client.uri ?? "",
    logoUri: client.logo_uri ?? null,
    native: client.native ?? false,
    redirectUris: client.redirect_uris.join("\n"),
    postLogoutUris: (client.post_logout_redirect_uris ?? []).join("\n"),
    backchannelUri: client.backchannel_logout_uri ?? "",
    method: client.token_endpoint_auth_method ?? emptyDraft.method,
    jwksUri: client.jwks_uri ?? "",
    jwks: client.jwks ? JSON.stringify(client.jwks, null, 2) : "",
    grants: [...(client.grant_types ?? emptyDraft.grants)],
    scopes: (client.scopes ?? []).join("\n"),
    idTokenAlg: client.id_token_signed_response_alg ?? emptyDraft.idTokenAlg,
    userinfoAlg: client.userinfo_signed_response_alg ?? plain,
    trusted: client.trusted ?? false,
    verified: client.verified ?? true,
    minAcr: client.min_acr ?? anyStrength,
    resourceServer: client.resource_server ?? false,
    pushedOnly: client.require_pushed_authorization_requests ?? false,
  };
}

/** As the server reads it. */
export function written(draft: Draft): NewOauthClient {
  return {
    name: draft.name.trim(),
    uri: draft.uri.trim() || null,
    logo_uri: draft.logoUri,
    native: draft.native,
    redirect_uris: linesOf(draft.redirectUris),
    post_logout_redirect_uris: linesOf(draft.postLogoutUris),
    backchannel_logout_uri: draft.backchannelUri.trim() || null,
    token_endpoint_auth_method: draft.method,
    jwks_uri: signs(draft) ? draft.jwksUri.trim() || null : null,
    jwks: signs(draft) ? readJwks(draft.jwks) : null,
    grant_types: draft.grants,
    scopes: linesOf(draft.scopes.replaceAll(" ", "\n")),
    id_token_signed_response_alg: draft.idTokenAlg,
    userinfo_signed_response_alg: draft.userinfoAlg === plain ? null : draft.userinfoAlg,
    trusted: draft.trusted,
    verified: draft.verified,
    min_acr: draft.minAcr === anyStrength ? null : draft.minAcr,
    resource_server: draft.resourceServer,
    require_pushed_authorization_requests: draft.pushedOnly,
  };
}

/** The browser comes back to it with a code. */
function comesBack({ grants }: Draft): boolean {
  return grants.includes("authorization_code");
}

/** It proves itself by its own keys. */
function signs({ method }: Draft): boolean {
  return method === "private_key_jwt";
}

/** A set of keys, or nothing when it is not one (RFC 7517 §5). */
function readJwks(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text);
    return isObject(read) && Array.isArray(read.keys) ? read : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function ClientForm({ draft: given, isNew = false, busy, error, onSave }: KeptForm<Draft>) {
  const { t } = useTranslation("connections");
  const { draft, set, said, check } = useDraft(given, (draft) => ({
    name: draft.name.trim() ? null : t("clients.noName"),
    redirectUris: !comesBack(draft) || linesOf(draft.redirectUris).length > 0 ? null : t("clients.noRedirect"),
    jwks: !signs(draft) || !draft.jwks.trim() || readJwks(draft.jwks) !== null ? null : t("clients.wrongJwks"),
    grants: draft.grants.length > 0 ? null : t("clients.noGrant"),
  }));
  const noGrant = said("grants");

  return (
    <SettingsForm check={check} deed={t(isNew ? "clients.add" : "save")} listHref={clientsHref} busy={busy} error={error} onSave={() => onSave(draft)}>
      <SettingsPart title={t("clients.partWho")}>
        <TextField label={t("clients.name")} help={t("clients.nameHelp")} value={draft.name} onChange={(name) => set({ name })} error={said("name")} />
        <TextField label={t("clients.uri")} optional type="url" inputMode="url" value={draft.uri} onChange={(uri) => set({ uri })} />
        <Checkbox checked={draft.native} onChange={(native) => set({ native })} description={t("clients.nativeText")}>
          {t("clients.native")}
        </Checkbox>
        <Checkbox checked={draft.verified} onChange={(verified) => set({ verified })} description={t("clients.verifiedText")}>
          {t("clients.verified")}
        </Checkbox>
        <Checkbox checked={draft.trusted} onChange={(trusted) => set({ trusted })} description={t("clients.trustedText")}>
          {t("clients.trusted")}
        </Checkbox>
      </SettingsPart>
      <SettingsPart title={t("clients.partAddresses")}>
        <LinesField label={t("clients.redirectUris")} help={t("clients.redirectUrisHelp")} value={draft.redirectUris} onChange={(redirectUris) => set({ redirectUris })} error={said("redirectUris")} />
        <LinesField label={t("clients.postLogoutUris")} optional rows={2} value={draft.postLogoutUris} onChange={(postLogoutUris) => set({ postLogoutUris })} />
        <TextField label={t("clients.backchannelUri")} optional help={t("clients.backchannelHelp")} type="url" inputMode="url" value={draft.backchannelUri} onChange={(backchannelUri) => set({ backchannelUri })} />
      </SettingsPart>
      <SettingsPart title={t("clients.partProof")}>
        <Select label={t("clients.method")} value={draft.method} onChange={(method) => set({ method })} choices={methods.map((id) => ({ id, name: t(`clients.method_${id}`) }))} />
        {signs(draft) && (
          <>
            <TextField label={t("clients.jwksUri")} optional help={t("clients.jwksHelp")} type="url" inputMode="url" value={draft.jwksUri} onChange={(jwksUri) => set({ jwksUri })} />
            <TextArea label={t("clients.jwks")} optional rows={4} spellCheck="false" value={draft.jwks} onChange={(jwks) => set({ jwks })} error={said("jwks")} />
          </>
        )}
        <fieldset className="field">
          <legend>{t("clients.grants")}</legend>
          {grants.map((grant) => (
            <Checkbox key={grant} checked={draft.grants.includes(grant)} onChange={(on) => set({ grants: grants.filter((one) => (one === grant ? on : draft.grants.includes(one))) })}>
              {t(`clients.grant_${grant.split(":").at(-1)}`)}
            </Checkbox>
          ))}
          {noGrant && <span className="error">{noGrant}</span>}
        </fieldset>
      </SettingsPart>
      <SettingsPart title={t("clients.partLearns")}>
        <LinesField label={t("clients.scopes")} help={t("clients.scopesHelp")} value={draft.scopes} onChange={(scopes) => set({ scopes })} />
        <Select
          label={t("clients.minAcr")}
          value={draft.minAcr}
          onChange={(minAcr) => set({ minAcr })}
          choices={[{ id: anyStrength, name: t("clients.anyStrength") }, ...acrs.map((id) => ({ id, name: t(`acr.${id}`) }))]}
        />
        <div className="two">
          <Select label={t("clients.idTokenAlg")} value={draft.idTokenAlg} onChange={(idTokenAlg) => set({ idTokenAlg })} choices={algorithms.map((id) => ({ id, name: id }))} />
          <Select
            label={t("clients.userinfoAlg")}
            value={draft.userinfoAlg}
            onChange={(userinfoAlg) => set({ userinfoAlg })}
            choices={[{ id: plain, name: t("clients.plainJson") }, ...algorithms.map((id) => ({ id, name: t("clients.signed", { alg: id }) }))]}
          />
        </div>
      </SettingsPart>
    </SettingsForm>
  );
}
