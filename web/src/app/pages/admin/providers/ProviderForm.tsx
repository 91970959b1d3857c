// What the house knows of a provider, to write or to change.
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Acr, IdentityProvider } from "@/api/types";
import { Button, ButtonLink, Checkbox, Notice, RadioGroup, Select, TextField } from "@/ui";
import { Refused } from "../../../Refused";
import { focusFirstFault, linesOf, LinesField } from "../parts";
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

interface ProviderFormProps {
  draft: Draft;
  isNew?: boolean;
  hasSecret?: boolean;
  busy: boolean;
  error: unknown;
  onSave: (draft: Draft) => void;
}

export function ProviderForm({ draft: given, isNew = false, hasSecret = false, busy, error, onSave }: ProviderFormProps) {
  const { t } = useTranslation("connections");
  const [draft, setDraft] = useState(given);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const faults = {
    name: draft.name.trim() ? null : t("providers.noName"),
    issuer: /^https?:\/\/[^\s/]+/.test(draft.issuer.trim()) ? null : t("providers.noIssuer"),
    clientId: draft.clientId.trim() ? null : t("providers.noClientId"),
    acrMap: readAcrMap(draft.acrMap) ? null : t("providers.wrongAcrMap"),
  };
  const said = (fault: string | null) => (tried ? fault : null);

  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (Object.values(faults).every((fault) => fault === null)) onSave(draft);
    else focusFirstFault(event.currentTarget);
  }

  return (
    <form onSubmit={go} noValidate>
      <fieldset className="part">
        <legend className="title-3">{t("providers.partWho")}</legend>
        <TextField label={t("providers.name")} help={t("providers.nameHelp")} value={draft.name} onChange={(name) => set({ name })} error={said(faults.name)} />
        <TextField label={t("providers.issuer")} help={t("providers.issuerHelp")} type="url" inputMode="url" value={draft.issuer} onChange={(issuer) => set({ issuer })} error={said(faults.issuer)} />
        <OrganisationSelect value={draft.organisation} onChange={(organisation) => set({ organisation })} />
      </fieldset>
      <fieldset className="part">
        <legend className="title-3">{t("providers.partClient")}</legend>
        <div className="two">
          <TextField label={t("clients.clientId")} autoComplete="off" value={draft.clientId} onChange={(clientId) => set({ clientId })} error={said(faults.clientId)} />
          <Select label={t("providers.clientAuth")} value={draft.clientAuth} onChange={(clientAuth) => set({ clientAuth })} choices={clientAuths.map((id) => ({ id, name: t(`providers.auth_${id}`) }))} />
        </div>
        {draft.clientAuth !== "private_key_jwt" && (
          <TextField label={t("providers.secret")} optional={hasSecret} help={t(hasSecret ? "providers.secretKept" : "providers.secretHelp")} type="password" autoComplete="off" value={draft.secret} onChange={(secret) => set({ secret })} />
        )}
      </fieldset>
      <fieldset className="part">
        <legend className="title-3">{t("providers.partPeople")}</legend>
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
      </fieldset>
      <fieldset className="part">
        <legend className="title-3">{t("providers.partStrength")}</legend>
        <Select label={t("providers.defaultAcr")} help={t("providers.defaultAcrHelp")} value={draft.defaultAcr} onChange={(defaultAcr) => set({ defaultAcr })} choices={acrs.map((id) => ({ id, name: t(`acr.${id}`) }))} />
        <LinesField label={t("providers.acrMap")} optional help={t("providers.acrMapHelp")} value={draft.acrMap} onChange={(acrMap) => set({ acrMap })} error={said(faults.acrMap)} />
        <Checkbox checked={draft.enabled} onChange={(enabled) => set({ enabled })} description={t("providers.enabledText")}>
          {t("providers.enabled")}
        </Checkbox>
      </fieldset>
      <Refused by={error} />
      {tried && Object.values(faults).some((fault) => fault !== null) && <Notice kind="danger" alert>{t("faults")}</Notice>}
      <div className="deeds">
        <Button type="submit" kind="main" busy={busy}>
          {t(isNew ? "providers.add" : "save")}
        </Button>
        <ButtonLink kind="plain" href="/admin/providers">
          {t("backToList")}
        </ButtonLink>
      </div>
    </form>
  );
}
