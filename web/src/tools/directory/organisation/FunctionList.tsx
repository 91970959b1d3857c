// Functions stay while those who hold them change. One that nobody holds says so.

import { Ellipsis, Pencil, Trash2, UserRound } from "lucide-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { useSay } from "@/app";
import { faceOf } from "@/app/people";
import { Avatar, Badge, IconButton, ListRow, Menu, Rows, showToast } from "@/ui";

import { usePlaces } from "../parts/places";

export function FunctionList({ organisation, onOpen }: { organisation: OrganisationCard; onOpen: (about: string) => void }) {
  const { t } = useTranslation("directory");
  const places = usePlaces();
  if (organisation.functions.length === 0) return null;
  return (
    <section aria-labelledby="functions-here">
      <h2 className="group d-part" id="functions-here">
        {t("organisation.functions")}
      </h2>
      <Rows flush className="d-rows">
        {organisation.functions.map(({ id, title, holder }) => (
          <ListRow
            key={id}
            lead={holder ? <Avatar {...faceOf(holder)} /> : <Avatar name="?" kind="unknown" />}
            title={title}
            beside={!holder && <Badge kind="unknown">{t("vacant")}</Badge>}
            detail={holder?.name ?? t("organisation.nobodyHolds")}
            href={holder ? places.person(holder.id) : undefined}
            end={organisation.may_edit && <Deeds id={id} title={title} onOpen={onOpen} />}
          />
        ))}
      </Rows>
    </section>
  );
}

function Deeds({ id, title, onOpen }: { id: string; title: string; onOpen: (about: string) => void }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => take(api.DELETE("/api/directory/functions/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      showToast({ text: t("function.removed", { title }) });
      await queries.invalidateQueries({ queryKey: ["directory"] });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  return (
    <Menu
      label={t("function.deeds", { title })}
      groups={[
        {
          id: "function",
          deeds: [
            { id: "holder", name: t("function.holder"), icon: UserRound, onDo: () => onOpen(`holder-${id}`) },
            { id: "rename", name: t("function.rename"), icon: Pencil, onDo: () => onOpen(`function-${id}`) },
            { id: "remove", name: t("function.remove"), icon: Trash2, grave: true, onDo: () => remove.mutate() },
          ],
        },
      ]}
    >
      <IconButton size="s" icon={Ellipsis} label={t("function.deeds", { title })} />
    </Menu>
  );
}
