// A new group, of which one is the owner.

import { useNavigate } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import { Dialog, RadioGroup, showToast, TextArea, TextField } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("directory");
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [kind, setKind] = useState<"team" | "group">("team");
  const [tried, setTried] = useState(false);
  const make = useDeed(
    () => take(api.POST("/api/directory/groups", { body: { name: name.trim(), description: description.trim(), kind } })),
    ({ id }) => {
      showToast({ icon: Check, text: t("groups.made", { name: name.trim() }) });
      void navigate({ to: `/directory/groups/${id}`, replace: true });
    },
  );
  const go = () => {
    setTried(true);
    if (name.trim()) make.mutate();
  };
  return (
    <Dialog open title={t("groups.make")} onClose={onClose} footer={<DialogEnd deed={t("groups.makeDeed")} busy={make.isPending} onDo={go} onClose={onClose} />}>
      <TextField label={t("groups.name")} value={name} onChange={setName} error={tried && !name.trim() ? t("groups.noName") : null} autoFocus />
      <TextArea label={t("groups.description")} optional rows={2} value={description} onChange={setDescription} />
      <RadioGroup
        label={t("groups.kind")}
        value={kind}
        onChange={setKind}
        choices={[
          { id: "team", name: t("groupKinds.team"), description: t("groups.teamText") },
          { id: "group", name: t("groupKinds.group"), description: t("groups.groupText") },
        ]}
      />
      {make.refusal}
    </Dialog>
  );
}
