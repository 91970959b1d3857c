// Chooses who leads an organisation, or one more correspondent of it.

import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard, PersonHit } from "@/api/directory";
import { PersonPicker } from "@/app/people";
import { Button, Dialog, showToast } from "@/ui";

import { useDeed } from "../parts/useDeed";

export function ChoosePersonDialog({ as, organisation, onClose }: { as: "head" | "correspondent"; organisation: OrganisationCard; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const { id } = organisation;
  const choose = useDeed(
    (person: PersonHit) =>
      as === "head"
        ? take(api.PUT("/api/directory/organisations/{id}/head", { params: { path: { id } }, body: { person: person.id } }))
        : take(api.PUT("/api/directory/organisations/{id}/correspondents/{person}", { params: { path: { id, person: person.id } } })),
    (_, person) => {
      showToast({ icon: Check, text: t(`${as}.done`, { name: person.name }) });
      onClose();
    },
  );
  return (
    <Dialog
      open
      title={t(`${as}.title`, { name: organisation.name })}
      onClose={onClose}
      footer={
        <Button kind="plain" onPress={onClose}>
          {t("cancel")}
        </Button>
      }
    >
      <p className="soft">{t(`${as}.text`)}</p>
      <PersonPicker label={t(`${as}.label`)} without={as === "correspondent" ? organisation.correspondents.map((one) => one.id) : []} autoFocus onChoose={(person) => choose.mutate(person)} />
      {choose.refusal}
    </Dialog>
  );
}
