// Ends an organisation on a day, with what takes over if anything does. Its history stays.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { DatePicker, Dialog, Select, showToast } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";
import { organisationsQuery } from "../queries";
import { today } from "../model/days";

export function CloseDialog({ organisation, onClose }: { organisation: OrganisationCard; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { data } = useQuery(organisationsQuery);
  const [until, setUntil] = useState(today());
  const [successor, setSuccessor] = useState("none");
  const close = useDeed(
    () => take(api.DELETE("/api/directory/organisations/{id}", { params: { path: { id: organisation.id } }, body: { until, successor: successor === "none" ? null : successor } })),
    () => {
      showToast({ text: t("organisation.closed", { name: organisation.name, day: format.day(until) }) });
      onClose();
    },
  );
  const others = (data?.organisations ?? []).filter(({ id }) => id !== organisation.id);

  return (
    <Dialog
      open
      role="alertdialog"
      title={t("organisation.closeTitle", { name: organisation.name })}
      onClose={onClose}
      footer={<DialogEnd grave deed={t("organisation.closeDeed")} busy={close.isPending} onDo={() => close.mutate()} onClose={onClose} />}
    >
      <p className="soft">{t("organisation.closeText", { count: organisation.people_total })}</p>
      <DatePicker label={t("organisation.lastDay")} value={until} onChange={setUntil} />
      <Select label={t("organisation.successor")} value={successor} onChange={setSuccessor} choices={[{ id: "none", name: t("organisation.noSuccessor") }, ...others.map(({ id, name }) => ({ id, name }))]} />
      {close.refusal}
    </Dialog>
  );
}
