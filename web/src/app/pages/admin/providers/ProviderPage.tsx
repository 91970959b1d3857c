// One provider: its state, what to tell it, a test, and what we know of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { IdentityProvider } from "@/api/types";
import { Button, Dialog, Notice, showToast } from "@/ui";
import { useDialog } from "../../../address";
import { Refused } from "../../../Refused";
import { SettingsPage } from "../settings/SettingsPage";
import { ToTell } from "../settings/ToTell";
import { providersHref, providersKey } from "./keys";
import { draftOf, ProviderForm, written, type Draft } from "./ProviderForm";
import { ProviderTest } from "./ProviderTest";
import { StateBadge } from "./StateBadge";

export default function ProviderPage() {
  const { t } = useTranslation("connections");
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const found = useQuery({ queryKey: [...providersKey, id], queryFn: () => take(api.GET("/api/hub/providers/{id}", { params: { path: { id } } })) });
  return (
    <SettingsPage
      title={t("providers.title")}
      found={found}
      beside={(provider) => <StateBadge provider={provider} />}
      removeText={t("providers.removeText")}
      remove={(provider) => take(api.DELETE("/api/hub/providers/{id}", { params: { path: { id: provider.id } } }))}
      list={{ href: providersHref, key: providersKey }}
    >
      {(provider) => <Settings provider={provider} />}
    </SettingsPage>
  );
}

function Settings({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const pausing = useDialog("pause");
  /** What waits for an answer. */
  const [paused, setPaused] = useState<Draft | null>(null);
  const save = useMutation({
    mutationFn: (draft: Draft) => take(api.PATCH("/api/hub/providers/{id}", { params: { path: { id: provider.id } }, body: written(draft) })),
    onSuccess: async () => {
      showToast({ text: t("saved") });
      if (paused) pausing.close();
      await queries.invalidateQueries({ queryKey: providersKey });
    },
  });

  function keep(draft: Draft) {
    const pauses = provider.enabled && !draft.enabled;
    setPaused(pauses ? draft : null);
    if (pauses) pausing.show();
    else save.mutate(draft);
  }

  const signs = provider.client_auth === "private_key_jwt";
  return (
    <>
      {provider.enabled && provider.state.up === false && (
        <Notice kind="warn">
          {t("providers.downText")} {provider.state.error && <code>{provider.state.error}</code>}
        </Notice>
      )}
      <ToTell
        title={t("providers.toTell")}
        lines={[
          { label: t("providers.redirectUri"), value: provider.redirect_uri },
          { label: t("providers.backchannelUri"), value: provider.backchannel_logout_uri },
          ...(signs ? [{ label: t("providers.jwksUri"), value: provider.jwks_uri }] : []),
          { label: t("providers.postLogoutUri"), value: provider.post_logout_redirect_uri },
        ]}
      >
        <ProviderTest id={provider.id} />
      </ToTell>
      <ProviderForm key={JSON.stringify(provider)} draft={draftOf(provider)} hasSecret={provider.has_secret} busy={save.isPending} error={paused ? null : save.error} onSave={keep} />
      {paused && pausing.open && <PauseDialog name={provider.name} busy={save.isPending} error={save.error} onPause={() => save.mutate(paused)} onClose={pausing.close} />}
    </>
  );
}

interface PauseDialogProps {
  name: string;
  busy: boolean;
  error: unknown;
  onPause: () => void;
  onClose: () => void;
}

/** Whoever came in by it is put out at once. */
function PauseDialog({ name, busy, error, onPause, onClose }: PauseDialogProps) {
  const { t } = useTranslation("connections");
  return (
    <Dialog
      open
      role="alertdialog"
      title={t("providers.pauseTitle", { name })}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("providers.pauseKeep")}
          </Button>
          <Button kind="grave" busy={busy} onPress={onPause}>
            {t("providers.pauseDeed")}
          </Button>
        </>
      }
    >
      <p className="soft">{t("providers.pauseText")}</p>
      <Refused by={error} />
    </Dialog>
  );
}
