// One application: what to tell those who run it, its secret renewed, and what the house knows of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { OauthClient } from "@/api/types";
import { Badge, Button, Notice, showToast } from "@/ui";
import { Refused } from "../../../Refused";
import { SecretDialog } from "../parts";
import { SettingsPage } from "../settings/SettingsPage";
import { ToTell } from "../settings/ToTell";
import { ClientForm, draftOf, written, type Draft } from "./ClientForm";
import { clientsHref, clientsKey } from "./keys";

export default function ClientPage() {
  const { t } = useTranslation(["connections", "connect"]);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const found = useQuery({ queryKey: [...clientsKey, id], queryFn: () => take(api.GET("/api/provider/clients/{id}", { params: { path: { id } } })) });
  return (
    <SettingsPage
      title={t("clients.title")}
      found={found}
      beside={(client) => !client.verified && <Badge kind="unknown">{t("connect:unverified")}</Badge>}
      removeText={t("clients.removeText")}
      remove={(client) => take(api.DELETE("/api/provider/clients/{id}", { params: { path: { id: client.id } } }))}
      list={{ href: clientsHref, key: clientsKey }}
    >
      {(client) => <Settings client={client} />}
    </SettingsPage>
  );
}

function Settings({ client }: { client: OauthClient }) {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const path = { id: client.id };
  const save = useMutation({
    mutationFn: (draft: Draft) => take(api.PATCH("/api/provider/clients/{id}", { params: { path }, body: written(draft) })),
    onSuccess: async () => {
      showToast({ text: t("saved") });
      await queries.invalidateQueries({ queryKey: clientsKey });
    },
  });
  const renew = useMutation({
    mutationFn: () => take(api.POST("/api/provider/clients/{id}/secrets", { params: { path } })),
    onSuccess: ({ client_secret }) => setSecret(client_secret),
  });
  return (
    <>
      {client.registered !== "admin" && <Notice>{t("clients.cameText")}</Notice>}
      <ToTell
        title={t("clients.toTell")}
        lines={[
          { label: t("clients.clientId"), value: client.client_id },
          { label: t("clients.discovery"), value: `${window.location.origin}/.well-known/openid-configuration` },
        ]}
      >
        {draftOf(client).method.startsWith("client_secret") && (
          <div className="deeds">
            <Button icon={KeyRound} busy={renew.isPending} onPress={() => renew.mutate()}>
              {t("clients.renew")}
            </Button>
          </div>
        )}
        <Refused by={renew.error} />
      </ToTell>
      <ClientForm key={JSON.stringify(client)} draft={draftOf(client)} busy={save.isPending} error={save.error} onSave={(draft) => save.mutate(draft)} />
      {secret && <SecretDialog secret={secret} clientId={client.client_id} onClose={() => setSecret(null)} />}
    </>
  );
}
