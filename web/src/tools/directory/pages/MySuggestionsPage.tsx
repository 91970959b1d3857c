// Corrections that one proposed, and what came of each.

import { useQuery } from "@tanstack/react-query";
import { MessageSquareDiff } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Suggestion } from "@/api/directory";
import { TroubleState, useMe } from "@/app";
import { useFormat } from "@/i18n/format";
import { Badge, EmptyState, Rows, SkeletonRows } from "@/ui";

import { AgentsOnly } from "../parts/AgentsOnly";
import { CorrectionRow } from "../parts/CorrectionRow";
import { DirectoryHead } from "../parts/DirectoryHead";
import { ScrollBody } from "../parts/ScrollBody";
import { suggestionsQuery } from "../queries";
import "../directory.css";

export default function MySuggestionsPage() {
  const { t } = useTranslation("directory");
  const { agent } = useMe();
  const suggestions = useQuery({ ...suggestionsQuery, enabled: agent });
  const mine = suggestions.data?.mine;

  if (!agent) return <AgentsOnly />;
  return (
    <>
      <DirectoryHead title={t("places.mine")} />
      <ScrollBody label={t("places.mine")}>
        {suggestions.isPending && <SkeletonRows rows={4} />}
        {suggestions.error && <TroubleState error={suggestions.error} onRetry={() => void suggestions.refetch()} />}
        {mine?.length === 0 && (
          <EmptyState icon={MessageSquareDiff} title={t("mine.none")}>
            {t("mine.noneText")}
          </EmptyState>
        )}
        {mine && mine.length > 0 && (
          <Rows flush label={t("places.mine")} className="d-rows d-suggestions">
            {mine.map((one) => (
              <MyRow key={one.id} suggestion={one} />
            ))}
          </Rows>
        )}
      </ScrollBody>
    </>
  );
}

function MyRow({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { at, decided_at: decided } = suggestion;
  const meta = [t("mine.sent", { when: format.when(at) }), decided && t("mine.decided", { when: format.when(decided) })];
  return <CorrectionRow suggestion={suggestion} meta={meta.filter(Boolean).join(" · ")} end={<Answer accepted={suggestion.accepted} />} />;
}

function Answer({ accepted }: { accepted?: boolean | null }) {
  const { t } = useTranslation("directory");
  if (accepted === true) return <Badge kind="ok">{t("mine.accepted")}</Badge>;
  if (accepted === false) return <Badge>{t("mine.left")}</Badge>;
  return <Badge kind="warn">{t("mine.waiting")}</Badge>;
}
