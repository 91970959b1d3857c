// An organisation's name, missions and contacts: changed, or written for a new part.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard } from "@/api/directory";
import { Dialog, Select, showToast, TextArea, TextField } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

const kinds = ["ministry", "direction", "sub_direction", "bureau", "service", "operator", "local"];

export function EditDialog({ organisation, parent, onClose }: { organisation?: OrganisationCard; parent?: OrganisationCard; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [name, setName] = useState(organisation?.name ?? "");
  const [acronym, setAcronym] = useState(organisation?.acronym ?? "");
  const [kind, setKind] = useState(organisation?.kind ?? (parent?.kind === "ministry" ? "direction" : "bureau"));
  const [missions, setMissions] = useState(organisation?.missions ?? "");
  const [contacts, setContacts] = useState({ telephone: "", mail: "", address: "", site: "", ...blanks(organisation?.contacts) });
  const [siret, setSiret] = useState(organisation?.siret ?? "");
  // It decides where people work: only administrators set it.
  const maySetSiret = (organisation ?? parent)?.may_set_siret ?? false;
  const [tried, setTried] = useState(false);
  const save = useDeed(
    (): Promise<unknown> => {
      const body = { name: name.trim(), acronym: acronym.trim(), kind, missions: missions.trim(), contacts };
      const number = siret.replaceAll(/\s/gu, "");
      return organisation
        ? take(api.PATCH("/api/directory/organisations/{id}", { params: { path: { id: organisation.id } }, body: maySetSiret ? { ...body, siret: number } : body }))
        : take(api.POST("/api/directory/organisations", { body: { parent: parent?.id, ...body, siret: (maySetSiret && number) || null } }));
    },
    () => {
      showToast({ icon: Check, text: t(organisation ? "organisation.saved" : "organisation.added", { name: name.trim() }) });
      onClose();
    },
  );
  const go = () => {
    setTried(true);
    if (name.trim()) save.mutate();
  };

  return (
    <Dialog
      open
      wide
      title={organisation ? t("organisation.editTitle", { name: organisation.name }) : t("organisation.addTitle", { name: parent?.name })}
      onClose={onClose}
      footer={<DialogEnd deed={t(organisation ? "save" : "organisation.addDeed")} busy={save.isPending} onDo={go} onClose={onClose} />}
    >
      <div className="d-fields">
        <TextField className="wide" label={t("organisation.name")} value={name} onChange={setName} error={tried && !name.trim() ? t("organisation.noName") : null} autoFocus />
        <TextField label={t("organisation.acronym")} optional value={acronym} onChange={setAcronym} />
        <Select label={t("organisation.kind")} value={kind} onChange={setKind} choices={[...new Set([...kinds, kind])].map((id) => ({ id, name: t(`organisationKinds.${id}`, { defaultValue: id }) }))} />
        <TextArea className="wide" label={t("organisation.missions")} optional rows={3} value={missions} onChange={setMissions} />
        <TextField label={t("facts.telephone")} optional type="tel" value={contacts.telephone} onChange={(telephone) => setContacts({ ...contacts, telephone })} />
        <TextField label={t("facts.mail")} optional type="email" value={contacts.mail} onChange={(mail) => setContacts({ ...contacts, mail })} />
        <TextField label={t("facts.site")} optional type="url" value={contacts.site} onChange={(site) => setContacts({ ...contacts, site })} />
        {maySetSiret && <TextField label={t("facts.siret")} optional inputMode="numeric" value={siret} onChange={setSiret} />}
        <TextArea className="wide" label={t("facts.address")} optional rows={2} value={contacts.address} onChange={(address) => setContacts({ ...contacts, address })} />
      </div>
      {save.refusal}
    </Dialog>
  );
}

function blanks(contacts: OrganisationCard["contacts"] | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(contacts ?? {}).map(([key, value]) => [key, value ?? ""]));
}
