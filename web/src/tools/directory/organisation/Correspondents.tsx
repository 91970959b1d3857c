// Who keeps this part of the annuaire: those to whom one turns when a card is wrong.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard, PersonName } from "@/api/directory";
import { useSay } from "@/app";
import { Button, IconButton, Rows, showToast } from "@/ui";

import { PersonRow } from "../parts/PersonRow";

export function Correspondents({ organisation, onAdd }: { organisation: OrganisationCard; onAdd: () => void }) {
  const { t } = useTranslation("directory");
  const { correspondents, may_name: mayName } = organisation;
  if (correspondents.length === 0 && !mayName) return null;
  return (
    <section aria-labelledby="correspondents-here">
      <h2 className="group d-part" id="correspondents-here">
        {t("correspondents.title")}
        {mayName && (
          <span className="end">
            <Button kind="plain" size="s" icon={Plus} onPress={onAdd}>
              {t("correspondents.add")}
            </Button>
          </span>
        )}
      </h2>
      {correspondents.length === 0 && <p className="meta">{t("correspondents.none")}</p>}
      <Rows flush className="d-rows">
        {correspondents.map((person) => (
          <PersonRow key={person.id} person={person} end={mayName && <Remove organisation={organisation.id} person={person} />} />
        ))}
      </Rows>
    </section>
  );
}

function Remove({ organisation, person }: { organisation: string; person: PersonName }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => take(api.DELETE("/api/directory/organisations/{id}/correspondents/{person}", { params: { path: { id: organisation, person: person.id } } })),
    onSuccess: async () => {
      showToast({ text: t("correspondents.removed", { name: person.name }) });
      await queries.invalidateQueries({ queryKey: ["directory"] });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  return <IconButton size="s" icon={X} label={t("correspondents.remove", { name: person.name })} busy={remove.isPending} onPress={() => remove.mutate()} />;
}
