// Who holds a function now; nobody, when it is vacant.

import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { PersonPicker } from "@/app/people";
import { Button, Dialog, showToast } from "@/ui";

import { useDeed } from "../parts/useDeed";

export function HolderDialog({ held, onClose }: { held: OrganisationCard["functions"][number]; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const give = useDeed(
    (person: { id: string; name: string } | null) => take(api.PUT("/api/directory/functions/{id}/holder", { params: { path: { id: held.id } }, body: { person: person?.id ?? null } })),
    (_, person) => {
      showToast({ icon: Check, text: person ? t("holder.done", { name: person.name, title: held.title }) : t("holder.vacant", { title: held.title }) });
      onClose();
    },
  );
  return (
    <Dialog
      open
      title={t("holder.title", { title: held.title })}
      onClose={onClose}
      footer={
        <>
          {held.holder && (
            <Button kind="grave-line" busy={give.isPending} onPress={() => give.mutate(null)}>
              {t("holder.leave")}
            </Button>
          )}
          <Button kind="plain" onPress={onClose}>
            {t("cancel")}
          </Button>
        </>
      }
    >
      <p className="soft">{held.holder ? t("holder.now", { name: held.holder.name }) : t("organisation.nobodyHolds")}</p>
      <PersonPicker label={t("holder.label")} autoFocus onChoose={(person) => give.mutate(person)} />
      {give.refusal}
    </Dialog>
  );
}
