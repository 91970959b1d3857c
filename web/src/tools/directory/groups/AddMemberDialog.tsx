// Adds people to a group, found while typing, until a day if it is known.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Group, PersonHit } from "@/api/directory";
import { faceOf, PersonPicker } from "@/app/people";
import { Avatar, Checkbox, Chip, DatePicker, Dialog, showToast } from "@/ui";

import { dayAfter, today } from "../model/days";
import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

export function AddMemberDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [people, setPeople] = useState<readonly PersonHit[]>([]);
  const [ends, setEnds] = useState(false);
  const [until, setUntil] = useState(dayAfter(today(), 90));
  const add = useDeed(
    async () => {
      for (const { id } of people) await take(api.PUT("/api/directory/groups/{id}/members/{person}", { params: { path: { id: group.id, person: id } }, body: { role: "member", until: ends ? until : null } }));
    },
    () => {
      showToast({ icon: Check, text: t("groups.addedCount", { count: people.length }) });
      onClose();
    },
  );
  return (
    <Dialog
      open
      title={t("groups.addTitle", { name: group.name })}
      onClose={onClose}
      footer={<DialogEnd deed={t("groups.addDeed", { count: people.length })} busy={add.isPending} disabled={people.length === 0} onDo={() => add.mutate()} onClose={onClose} />}
    >
      {people.length > 0 && (
        <div className="inline wrap g1">
          {people.map((person) => (
            <Chip key={person.id} name={person.name} lead={<Avatar {...faceOf(person)} size="xs" presence={undefined} />} onRemove={() => setPeople(people.filter(({ id }) => id !== person.id))} />
          ))}
        </div>
      )}
      <PersonPicker label={t("groups.who")} without={[...group.people, ...people].map(({ id }) => id)} autoFocus onChoose={(person) => setPeople([...people, person])} />
      <Checkbox checked={ends} onChange={setEnds}>
        {t("groups.ends")}
      </Checkbox>
      {ends && <DatePicker label={t("groups.lastDay")} value={until} onChange={setUntil} min={today()} />}
      {add.refusal}
    </Dialog>
  );
}
