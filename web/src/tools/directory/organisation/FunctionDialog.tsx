// A function is created, or takes another title.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { Dialog, showToast, TextField } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

export function FunctionDialog({ organisation, existing, onClose }: { organisation: OrganisationCard; existing?: { id: string; title: string }; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [title, setTitle] = useState(existing?.title ?? "");
  const [tried, setTried] = useState(false);
  const save = useDeed(
    () =>
      existing
        ? take(api.PATCH("/api/directory/functions/{id}", { params: { path: { id: existing.id } }, body: { title: title.trim() } }))
        : take(api.POST("/api/directory/organisations/{id}/functions", { params: { path: { id: organisation.id } }, body: { title: title.trim() } })),
    () => {
      showToast({ icon: Check, text: t("function.saved", { title: title.trim() }) });
      onClose();
    },
  );
  const go = () => {
    setTried(true);
    if (title.trim()) save.mutate();
  };
  return (
    <Dialog open title={t(existing ? "function.renameTitle" : "function.addTitle")} onClose={onClose} footer={<DialogEnd deed={t("save")} busy={save.isPending} onDo={go} onClose={onClose} />}>
      <TextField label={t("function.title")} help={t("function.titleHelp")} value={title} onChange={setTitle} error={tried && !title.trim() ? t("function.noTitle") : null} autoFocus />
      {save.refusal}
    </Dialog>
  );
}
