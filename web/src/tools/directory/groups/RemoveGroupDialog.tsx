// Ends a group for everybody in it: this one deserves a question.

import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Group } from "@/api/directory";
import { Dialog, showToast } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

export function RemoveGroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const navigate = useNavigate();
  const remove = useDeed(
    () => take(api.DELETE("/api/directory/groups/{id}", { params: { path: { id: group.id } } })),
    () => {
      showToast({ text: t("groups.ended", { name: group.name }) });
      void navigate({ to: "/directory/groups", replace: true });
    },
  );
  return (
    <Dialog
      open
      role="alertdialog"
      title={t("groups.removeTitle", { name: group.name })}
      onClose={onClose}
      footer={<DialogEnd grave deed={t("groups.removeDeed")} busy={remove.isPending} onDo={() => remove.mutate()} onClose={onClose} />}
    >
      <p className="soft">{t("groups.removeText", { count: group.members })}</p>
      {remove.refusal}
    </Dialog>
  );
}
