// Away until when, and who stands in.

import { CalendarOff } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Absence } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Link, Notice } from "@/ui";

import { today } from "../model/days";
import { usePlaces } from "../parts/places";

export function AbsenceNotice({ absence: { from, until, message, deputy } }: { absence: Absence }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const places = usePlaces();
  const begun = from <= today();
  return (
    <div className="d-away">
      <Notice kind="warm" icon={CalendarOff}>
        {begun ? t("absence.now", { until: format.weekday(until) }) : t("absence.soon", { from: format.weekday(from), until: format.weekday(until) })}{" "}
        {deputy && (
          <>
            {t("absence.deputy")} <Link href={places.person(deputy.id)}>{deputy.name}</Link>.
          </>
        )}
        {message && <p className="soft d-message">{message}</p>}
      </Notice>
    </div>
  );
}
