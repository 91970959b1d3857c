// A group's name and what it is for.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Group } from "@/api/directory";
import { Dialog, showToast, TextArea, TextField } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

export function EditGroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [name, setName] = useState(group.name);
  const [description, setDescription] = useState(group.description ?? "");
  const save = useDeed(
    () => take(api.PATCH("/api/directory/groups/{id}", { params: { path: { id: group.id } }, body: { name: name.trim(), description: description.trim() } })),
    () => {
      showToast({ icon: Check, text: t("groups.saved") });
      onClose();
    },
  );
  return (
    <Dialog open title={t("groups.edit")} onClose={onClose} footer={<DialogEnd deed={t("save")} busy={save.isPending} disabled={!name.trim()} onDo={() => save.mutate()} onClose={onClose} />}>
      <TextField label={t("groups.name")} value={name} onChange={setName} error={name.trim() ? null : t("groups.noName")} />
      <TextArea label={t("groups.description")} optional rows={2} value={description} onChange={setDescription} />
      {save.refusal}
    </Dialog>
  );
}
