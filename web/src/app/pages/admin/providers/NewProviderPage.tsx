// A ministry joins: what its provider told us, and what it must be told afterwards.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showToast } from "@/ui";
import { PageHead } from "../../../PageHead";
import "../connections.css";
import { providersKey } from "./keys";
import { emptyDraft, ProviderForm, written, type Draft } from "./ProviderForm";

export default function NewProviderPage() {
  const { t } = useTranslation("connections");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const add = useMutation({
    mutationFn: (draft: Draft) => take(api.POST("/api/hub/providers", { body: written(draft) })),
    onSuccess: async (provider) => {
      await queries.invalidateQueries({ queryKey: providersKey });
      showToast({ text: t("providers.added", { name: provider.name }) });
      await navigate({ href: `/admin/providers/${provider.id}` } as never);
    },
  });
  return (
    <>
      <PageHead title={t("providers.newTitle")} />
      <div className="body settings">
        <ProviderForm draft={emptyDraft} isNew busy={add.isPending} error={add.error} onSave={(draft) => add.mutate(draft)} />
      </div>
    </>
  );
}
