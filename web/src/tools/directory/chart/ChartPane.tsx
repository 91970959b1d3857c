// The organisations of this State as an outline one walks.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { TroubleState, useMe, usePageTitle } from "@/app";
import { EmptyState, SkeletonRows } from "@/ui";

import { organisationsQuery } from "../queries";
import { Chart } from "./Chart";

/** `alone` when it is the page itself, rather than what stands beside an empty search. */
export function ChartPane({ alone }: { alone: boolean }) {
  const { t } = useTranslation("directory");
  const { organisation } = useMe();
  const organisations = useQuery(organisationsQuery);
  const Heading = alone ? "h1" : "h2";
  const all = organisations.data?.organisations;

  return (
    <div className="scroll d-card">
      {alone && <Title />}
      <Heading className="title-2">{t("chart.title")}</Heading>
      <p className="soft d-lede">{t("chart.text")}</p>
      {organisations.isPending && <SkeletonRows rows={6} lead={false} />}
      {organisations.error && <TroubleState error={organisations.error} onRetry={() => void organisations.refetch()} />}
      {all?.length === 0 && <EmptyState tool="directory" title={t("chart.none")} />}
      {all && all.length > 0 && <Chart organisations={all} here={organisation?.id} />}
    </div>
  );
}

function Title() {
  const { t } = useTranslation("directory");
  usePageTitle(t("chart.title"));
  return null;
}
