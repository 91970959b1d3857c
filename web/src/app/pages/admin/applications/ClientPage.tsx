// One application: what to tell those who run it, its secret renewed, and what the house knows of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { OauthClient } from "@/api/types";
import { Badge, Button, Dialog, Notice, showToast, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { PageHead } from "../../../PageHead";
import { Refused } from "../../../Refused";
import { TroubleState } from "../../../TroubleState";
import "../connections.css";
import { CopyLine, SecretDialog } from "../parts";
import { ClientForm, draftOf, written, type Draft } from "./ClientForm";
import { clientsKey } from "./keys";

export default function ClientPage() {
  const { t } = useTranslation(["connections", "connect"]);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const found = useQuery({ queryKey: [...clientsKey, id], queryFn: () => take(api.GET("/api/provider/clients/{id}", { params: { path: { id } } })) });
  const removing = useDialog("remove");

  return (
    <>
      <PageHead
        title={found.data?.name ?? t("clients.title")}
        beside={found.data && !found.data.verified && <Badge kind="unknown">{t("connect:unverified")}</Badge>}
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
        {found.data && <Settings client={found.data} />}
      </div>
      {found.data && removing.open && <RemoveDialog client={found.data} onClose={removing.close} />}
    </>
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
      <section aria-labelledby="to-tell">
        <h2 className="title-3" id="to-tell">
          {t("clients.toTell")}
        </h2>
        <div className="copy-lines">
          <CopyLine label={t("clients.clientId")} value={client.client_id} />
          <CopyLine label={t("clients.discovery")} value={`${window.location.origin}/.well-known/openid-configuration`} />
        </div>
        {draftOf(client).method.startsWith("client_secret") && (
          <div className="deeds">
            <Button icon={KeyRound} busy={renew.isPending} onPress={() => renew.mutate()}>
              {t("clients.renew")}
            </Button>
          </div>
        )}
        <Refused by={renew.error} />
      </section>
      <ClientForm key={JSON.stringify(client)} draft={draftOf(client)} busy={save.isPending} error={save.error} onSave={(draft) => save.mutate(draft)} />
      {secret && <SecretDialog secret={secret} clientId={client.client_id} onClose={() => setSecret(null)} />}
    </>
  );
}

/** Others are affected, and it cannot be undone: this one deserves a question. */
function RemoveDialog({ client, onClose }: { client: OauthClient; onClose: () => void }) {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => take(api.DELETE("/api/provider/clients/{id}", { params: { path: { id: client.id } } })),
    onSuccess: async () => {
      showToast({ text: t("removed", { name: client.name }) });
      await navigate({ href: "/admin/applications" } as never);
      await queries.invalidateQueries({ queryKey: clientsKey });
    },
  });
  return (
    <Dialog
      open
      role="alertdialog"
      title={t("removeTitle", { name: client.name })}
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
      <p className="soft">{t("clients.removeText")}</p>
      <Refused by={remove.error} />
    </Dialog>
  );
}
