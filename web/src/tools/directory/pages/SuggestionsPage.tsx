// Corrections that colleagues proposed, to be taken or left.

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState } from "@/app";
import { EmptyState, Rows, SkeletonRows } from "@/ui";

import { KeepHead } from "../admin/KeepHead";
import { SuggestionRow } from "../admin/SuggestionRow";
import { ScrollBody } from "../parts/ScrollBody";
import { suggestionsQuery } from "../queries";
import "../directory.css";

export default function SuggestionsPage() {
  const { t } = useTranslation("directory");
  const suggestions = useQuery(suggestionsQuery);
  const waiting = suggestions.data?.suggestions;
  return (
    <>
      <KeepHead title={t("suggestions.title")} />
      <ScrollBody label={t("suggestions.title")}>
        {suggestions.isPending && <SkeletonRows rows={4} />}
        {suggestions.error && <TroubleState error={suggestions.error} onRetry={() => void suggestions.refetch()} />}
        {waiting?.length === 0 && (
          <EmptyState icon={Check} title={t("suggestions.none")}>
            {t("suggestions.noneText")}
          </EmptyState>
        )}
        {waiting && waiting.length > 0 && (
          <Rows flush label={t("suggestions.title")} className="d-rows d-suggestions">
            {waiting.map((one) => (
              <SuggestionRow key={one.id} suggestion={one} />
            ))}
          </Rows>
        )}
      </ScrollBody>
    </>
  );
}
