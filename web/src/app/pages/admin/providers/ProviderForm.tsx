// What the house knows of a provider, to write or to change.
import { useTranslation } from "react-i18next";
import type { Acr, IdentityProvider } from "@/api/types";
import { Checkbox, RadioGroup, Select, TextField } from "@/ui";
import { linesOf, LinesField } from "../parts";
import { SettingsForm, SettingsPart, useDraft, type KeptForm } from "../settings/SettingsForm";
import { providersHref } from "./keys";
import { OrganisationSelect } from "./OrganisationSelect";

export const acrs: readonly Acr[] = ["eidas0", "eidas0-mfa", "eidas1", "eidas1-mfa", "eidas2", "eidas3"];
const clientAuths = ["client_secret_basic", "client_secret_post", "private_key_jwt"] as const;
const arrivals = ["create", "invitation", "refuse"] as const;

export interface Draft {
  name: string;
  issuer: string;
  clientId: string;
  clientAuth: IdentityProvider["client_auth"];
  secret: string;
  domains: string;
  extraDomains: string;
  arrivals: IdentityProvider["arrivals"];
  mandatory: boolean;
  defaultAcr: Acr;
  /** One a line: what the provider says = what it is worth here. */
  acrMap: string;
  organisation: string | null;
  enabled: boolean;
}

export const emptyDraft: Draft = {
  name: "",
  issuer: "",
  clientId: "",
  clientAuth: "client_secret_basic",
  secret: "",
  domains: "",
  extraDomains: "",
  arrivals: "create",
  mandatory: false,
  defaultAcr: "eidas1",
  acrMap: "",
  organisation: null,
  enabled: true,
};

export function draftOf(provider: IdentityProvider): Draft {
  return {
    name: provider.name,
    issuer: provider.issuer,
    clientId: provider.client_id,
    clientAuth: provider.client_auth,
    secret: "",
    domains: provider.domains.join("\n"),
    extraDomains: provider.extra_domains.join("\n"),
    arrivals: provider.arrivals,
    mandatory: provider.mandatory,
    defaultAcr: provider.default_acr,
    acrMap: Object.entries(provider.acr_map)
      .map(([said, worth]) => `${said} = ${worth}`)
      .join("\n"),
    organisation: provider.organisation?.id ?? null,
    enabled: provider.enabled,
  };
}

/** As the server reads it. An empty secret leaves the one it has. */
export function written(draft: Draft) {
  return {
    name: draft.name.trim(),
    issuer: draft.issuer.trim(),
    client_id: draft.clientId.trim(),
    client_auth: draft.clientAuth,
    ...(draft.secret ? { client_secret: draft.secret } : {}),
    domains: linesOf(draft.domains),
    extra_domains: linesOf(draft.extraDomains),
    arrivals: draft.arrivals,
    mandatory: draft.mandatory,
    default_acr: draft.defaultAcr,
    acr_map: readAcrMap(draft.acrMap) ?? undefined,
    organisation: draft.organisation,
    enabled: draft.enabled,
  };
}

/** What the provider says, and what it is worth here; nothing when a line does not say so. */
function readAcrMap(text: string): Record<string, Acr> | null {
  const pairs = linesOf(text).map(readAcrLine);
  return pairs.every((pair) => pair !== null) ? Object.fromEntries(pairs) : null;
}

function readAcrLine(line: string): [string, Acr] | null {
  // What a provider says may be an address that holds this sign.
  const cut = line.lastIndexOf("=");
  const said = line.slice(0, Math.max(cut, 0)).trim();
  const worth = acrs.find((acr) => acr === line.slice(cut + 1).trim());
  return said && worth ? [said, worth] : null;
}

interface ProviderFormProps extends KeptForm<Draft> {
  hasSecret?: boolean;
}

export function ProviderForm({ draft: given, isNew = false, hasSecret = false, busy, error, onSave }: ProviderFormProps) {
  const { t } = useTranslation("connections");
  const { draft, set, said, check } = useDraft(given, (draft) => ({
    name: draft.name.trim() ? null : t("providers.noName"),
    issuer: /^https?:\/\/[^\s/]+/.test(draft.issuer.trim()) ? null : t("providers.noIssuer"),
    clientId: draft.clientId.trim() ? null : t("providers.noClientId"),
    acrMap: readAcrMap(draft.acrMap) ? null : t("providers.wrongAcrMap"),
  }));

  return (
    <SettingsForm check={check} deed={t(isNew ? "providers.add" : "save")} listHref={providersHref} busy={busy} error={error} onSave={() => onSave(draft)}>
      <SettingsPart title={t("providers.partWho")}>
        <TextField label={t("providers.name")} help={t("providers.nameHelp")} value={draft.name} onChange={(name) => set({ name })} error={said("name")} />
        <TextField label={t("providers.issuer")} help={t("providers.issuerHelp")} type="url" inputMode="url" value={draft.issuer} onChange={(issuer) => set({ issuer })} error={said("issuer")} />
        <OrganisationSelect value={draft.organisation} onChange={(organisation) => set({ organisation })} />
      </SettingsPart>
      <SettingsPart title={t("providers.partClient")}>
        <div className="two">
          <TextField label={t("clients.clientId")} autoComplete="off" value={draft.clientId} onChange={(clientId) => set({ clientId })} error={said("clientId")} />
          <Select label={t("providers.clientAuth")} value={draft.clientAuth} onChange={(clientAuth) => set({ clientAuth })} choices={clientAuths.map((id) => ({ id, name: t(`providers.auth_${id}`) }))} />
        </div>
        {draft.clientAuth !== "private_key_jwt" && (
          <TextField label={t("providers.secret")} optional={hasSecret} help={t(hasSecret ? "providers.secretKept" : "providers.secretHelp")} type="password" autoComplete="off" value={draft.secret} onChange={(secret) => set({ secret })} />
        )}
      </SettingsPart>
      <SettingsPart title={t("providers.partPeople")}>
        <div className="two">
          <LinesField label={t("providers.domains")} help={t("providers.domainsHelp")} value={draft.domains} onChange={(domains) => set({ domains })} />
          <LinesField label={t("providers.extraDomains")} optional help={t("providers.extraDomainsHelp")} value={draft.extraDomains} onChange={(extraDomains) => set({ extraDomains })} />
        </div>
        <RadioGroup
          label={t("providers.arrivals")}
          value={draft.arrivals}
          onChange={(chosen) => set({ arrivals: chosen })}
          choices={arrivals.map((id) => ({ id, name: t(`providers.arrivals_${id}`), description: t(`providers.arrivals_${id}Text`) }))}
        />
        <Checkbox checked={draft.mandatory} onChange={(mandatory) => set({ mandatory })} description={t("providers.mandatoryText")}>
          {t("providers.mandatory")}
        </Checkbox>
      </SettingsPart>
      <SettingsPart title={t("providers.partStrength")}>
        <Select label={t("providers.defaultAcr")} help={t("providers.defaultAcrHelp")} value={draft.defaultAcr} onChange={(defaultAcr) => set({ defaultAcr })} choices={acrs.map((id) => ({ id, name: t(`acr.${id}`) }))} />
        <LinesField label={t("providers.acrMap")} optional help={t("providers.acrMapHelp")} value={draft.acrMap} onChange={(acrMap) => set({ acrMap })} error={said("acrMap")} />
        <Checkbox checked={draft.enabled} onChange={(enabled) => set({ enabled })} description={t("providers.enabledText")}>
          {t("providers.enabled")}
        </Checkbox>
      </SettingsPart>
    </SettingsForm>
  );
}
