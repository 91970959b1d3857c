// For correspondents: somebody's card in a tree one keeps.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { PersonCard } from "@/api/directory";
import { Dialog, showToast } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";
import { bodyOf, fieldsOf } from "../profile/fields";
import { ProfileFields } from "../profile/ProfileFields";

export function EditPersonDialog({ person, onClose }: { person: PersonCard; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [fields, setFields] = useState(() => fieldsOf(person));
  const save = useDeed(
    () => take(api.PATCH("/api/directory/people/{id}", { params: { path: { id: person.id } }, body: bodyOf(fields) })),
    () => {
      showToast({ icon: Check, text: t("person.saved", { name: person.name }) });
      onClose();
    },
  );
  return (
    <Dialog
      open
      wide
      title={t("person.editTitle", { name: person.name })}
      onClose={onClose}
      footer={<DialogEnd deed={t("save")} busy={save.isPending} onDo={() => save.mutate()} onClose={onClose} />}
    >
      <ProfileFields fields={fields} onChange={(changes) => setFields({ ...fields, ...changes })} />
      {save.refusal}
    </Dialog>
  );
}
