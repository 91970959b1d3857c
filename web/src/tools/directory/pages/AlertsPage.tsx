// Who was shown more in a day than a day needs: it may be work, and it may be a copy of the annuaire.

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState } from "@/app";
import { faceOf } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, EmptyState, ListRow, Rows, SkeletonRows } from "@/ui";

import { KeepHead } from "../admin/KeepHead";
import { ScrollBody } from "../parts/ScrollBody";
import { alertsQuery } from "../queries";
import "../directory.css";

export default function AlertsPage() {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const alerts = useQuery(alertsQuery);
  const all = alerts.data?.alerts;
  return (
    <>
      <KeepHead title={t("alerts.title")} />
      <ScrollBody label={t("alerts.title")}>
        <p className="soft d-lede">{t("alerts.text")}</p>
        {alerts.isPending && <SkeletonRows rows={3} />}
        {alerts.error && <TroubleState error={alerts.error} onRetry={() => void alerts.refetch()} />}
        {all?.length === 0 && <EmptyState icon={Check} title={t("alerts.none")} />}
        {all && all.length > 0 && (
          <Rows flush label={t("alerts.title")} className="d-rows">
            {all.map(({ person, day, ...counted }) => (
              <ListRow key={`${person.id} ${day}`} lead={<Avatar {...faceOf(person)} />} title={person.name} detail={(["cards", "people", "numbers"] as const).filter((what) => counted[what] > 0).map((what) => t(`alerts.${what}`, { count: counted[what], number: format.number(counted[what]) })).join(" · ")} href={`/directory/people/${person.id}`} end={<span className="meta num">{format.day(day)}</span>} />
            ))}
          </Rows>
        )}
      </ScrollBody>
    </>
  );
}
