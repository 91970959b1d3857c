// A proposed correction, to be taken or left by who keeps the tree.

import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Suggestion } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Button, showToast } from "@/ui";

import { CorrectionRow } from "../parts/CorrectionRow";
import { useDeed } from "../parts/useDeed";

export function SuggestionRow({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const { id, person, by, at } = suggestion;
  const name = person?.name ?? t("suggestions.someone");
  const decide = useDeed(
    (accept: boolean) => take(api.POST("/api/directory/suggestions/{id}/decisions", { params: { path: { id } }, body: { accept } })),
    (_, accept) => showToast({ icon: Check, text: t(accept ? "suggestions.taken" : "suggestions.left", { name }) }),
  );
  return (
    <CorrectionRow
      suggestion={suggestion}
      meta={t("suggestions.by", { name: by?.name ?? t("suggestions.someone"), when: format.when(at) })}
      end={
        <>
          <Button size="s" kind="plain" busy={decide.isPending} onPress={() => decide.mutate(false)} aria-label={t("suggestions.leaveFor", { name })}>
            {t("suggestions.leave")}
          </Button>
          <Button size="s" busy={decide.isPending} onPress={() => decide.mutate(true)} aria-label={t("suggestions.takeFor", { name })}>
            {t("suggestions.take")}
          </Button>
        </>
      }
    >
      {decide.refusal}
    </CorrectionRow>
  );
}
