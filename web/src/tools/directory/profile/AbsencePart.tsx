// One's absence: from when, until when, and who stands in.

import { CalendarOff, Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { PersonName, Profile } from "@/api/directory";
import { faceOf, PersonPicker } from "@/app/people";
import { Avatar, Button, Chip, DatePicker, showToast, TextArea } from "@/ui";

import { dayAfter, today } from "../model/days";
import { useDeed } from "../parts/useDeed";
import { AbsenceNotice } from "../person/AbsenceNotice";

export function AbsencePart({ profile }: { profile: Profile }) {
  const { t } = useTranslation("directory");
  const [writing, setWriting] = useState(false);
  const { absence } = profile;
  const back = useDeed(
    () => take(api.DELETE("/api/directory/people/me/absence")),
    () => showToast({ icon: Check, text: t("absence.over") }),
  );
  return (
    <section className="d-absence" aria-labelledby="my-absence">
      <h2 className="title-3" id="my-absence">
        {t("absence.title")}
      </h2>
      {writing && <AbsenceForm profile={profile} onDone={() => setWriting(false)} />}
      {!writing && absence && <AbsenceNotice absence={absence} />}
      {!writing && !absence && <p className="soft">{t("absence.text")}</p>}
      {back.refusal}
      {!writing && (
        <div className="inline wrap g2">
          <Button icon={CalendarOff} onPress={() => setWriting(true)}>
            {t(absence ? "absence.change" : "absence.set")}
          </Button>
          {absence && (
            <Button kind="plain" busy={back.isPending} onPress={() => back.mutate()}>
              {t("absence.back")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function AbsenceForm({ profile, onDone }: { profile: Profile; onDone: () => void }) {
  const { t } = useTranslation("directory");
  const { absence } = profile;
  const [from, setFrom] = useState(absence?.from ?? today());
  const [until, setUntil] = useState(absence?.until ?? dayAfter(today(), 1));
  const [message, setMessage] = useState(absence?.message ?? "");
  const [deputy, setDeputy] = useState<PersonName | null>(absence?.deputy ?? null);
  const backwards = until < from;
  const save = useDeed(
    () => take(api.PUT("/api/directory/people/me/absence", { body: { from, until, message: message.trim(), deputy: deputy?.id ?? null } })),
    () => {
      showToast({ icon: Check, text: t("absence.saved") });
      onDone();
    },
  );
  return (
    <div className="flow g3">
      <DatePicker label={t("absence.from")} value={from} onChange={setFrom} />
      <DatePicker label={t("absence.untilLabel")} value={until} onChange={setUntil} error={backwards ? t("absence.backwards") : null} />
      {deputy ? (
        <div className="field">
          <span className="name">{t("absence.deputyLabel")}</span>
          <div>
            <Chip name={deputy.name} lead={<Avatar {...faceOf(deputy)} size="xs" />} onRemove={() => setDeputy(null)} />
          </div>
        </div>
      ) : (
        <PersonPicker label={t("absence.deputyLabel")} optional help={t("absence.deputyHelp")} without={[profile.id]} onChoose={setDeputy} />
      )}
      <TextArea label={t("absence.message")} optional rows={2} value={message} onChange={setMessage} maxLength={500} />
      {save.refusal}
      <div className="inline g2">
        <Button kind="line" icon={Check} busy={save.isPending} isDisabled={backwards} onPress={() => save.mutate()}>
          {t("absence.save")}
        </Button>
        <Button kind="plain" onPress={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
