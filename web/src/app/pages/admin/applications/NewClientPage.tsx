// An application joins; its secret is shown once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showToast } from "@/ui";
import { PageHead } from "../../../PageHead";
import "../connections.css";
import { SecretDialog } from "../parts";
import { ClientForm, emptyDraft, written, type Draft } from "./ClientForm";
import { clientsKey } from "./keys";

export default function NewClientPage() {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [made, setMade] = useState<{ id: string; clientId: string; secret: string } | null>(null);
  const open = (id: string) => void navigate({ href: `/admin/applications/${id}` } as never);
  const add = useMutation({
    mutationFn: (draft: Draft) => take(api.POST("/api/provider/clients", { body: written(draft) })),
    onSuccess: async (client) => {
      await queries.invalidateQueries({ queryKey: clientsKey });
      if (client.client_secret) setMade({ id: client.id, clientId: client.client_id, secret: client.client_secret });
      else {
        showToast({ text: t("clients.added", { name: client.name }) });
        open(client.id);
      }
    },
  });
  return (
    <>
      <PageHead title={t("clients.newTitle")} />
      <div className="body settings">
        <ClientForm draft={emptyDraft} isNew busy={add.isPending} error={add.error} onSave={(draft) => add.mutate(draft)} />
      </div>
      {made && <SecretDialog secret={made.secret} clientId={made.clientId} onClose={() => open(made.id)} />}
    </>
  );
}
