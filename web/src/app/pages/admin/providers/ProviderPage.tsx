// One provider: its state, what to tell it, a test, and what we know of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { IdentityProvider } from "@/api/types";
import { Button, Dialog, Notice, showToast, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { PageHead } from "../../../PageHead";
import { Refused } from "../../../Refused";
import { TroubleState } from "../../../TroubleState";
import "../connections.css";
import { CopyLine } from "../parts";
import { providersKey } from "./keys";
import { draftOf, ProviderForm, written, type Draft } from "./ProviderForm";
import { ProviderTest } from "./ProviderTest";
import { StateBadge } from "./StateBadge";

export default function ProviderPage() {
  const { t } = useTranslation("connections");
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const found = useQuery({ queryKey: [...providersKey, id], queryFn: () => take(api.GET("/api/hub/providers/{id}", { params: { path: { id } } })) });
  const removing = useDialog("remove");

  return (
    <>
      <PageHead
        title={found.data?.name ?? t("providers.title")}
        beside={found.data && <StateBadge provider={found.data} />}
        end={
          found.data && (
            <Button kind="plain" icon={Trash2} onPress={() => removing.show()}>
              {t("remove")}
            </Button>
          )
        }
      />
      <div className="body settings">
        {found.isPending && <SkeletonRows rows={6} lead={false} />}
        {found.error && <TroubleState error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && <Settings provider={found.data} />}
      </div>
      {found.data && removing.open && <RemoveDialog provider={found.data} onClose={removing.close} />}
    </>
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

  return (
    <>
      {provider.enabled && provider.state.up === false && (
        <Notice kind="warn">
          {t("providers.downText")} {provider.state.error && <code>{provider.state.error}</code>}
        </Notice>
      )}
      <section aria-labelledby="to-tell">
        <h2 className="title-3" id="to-tell">
          {t("providers.toTell")}
        </h2>
        <div className="copy-lines">
          <CopyLine label={t("providers.redirectUri")} value={provider.redirect_uri} />
          <CopyLine label={t("providers.backchannelUri")} value={provider.backchannel_logout_uri} />
          {provider.client_auth === "private_key_jwt" && <CopyLine label={t("providers.jwksUri")} value={provider.jwks_uri} />}
          <CopyLine label={t("providers.postLogoutUri")} value={provider.post_logout_redirect_uri} />
        </div>
        <ProviderTest id={provider.id} />
      </section>
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

/** Others are affected, and it cannot be undone: this one deserves a question. */
function RemoveDialog({ provider, onClose }: { provider: IdentityProvider; onClose: () => void }) {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => take(api.DELETE("/api/hub/providers/{id}", { params: { path: { id: provider.id } } })),
    onSuccess: async () => {
      showToast({ text: t("removed", { name: provider.name }) });
      await navigate({ href: "/admin/providers" } as never);
      await queries.invalidateQueries({ queryKey: providersKey });
    },
  });
  return (
    <Dialog
      open
      role="alertdialog"
      title={t("removeTitle", { name: provider.name })}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("keep")}
          </Button>
          <Button kind="grave" busy={remove.isPending} onPress={() => remove.mutate()}>
            {t("removeDeed")}
          </Button>
        </>
      }
    >
      <p className="soft">{t("providers.removeText")}</p>
      <Refused by={remove.error} />
    </Dialog>
  );
}
