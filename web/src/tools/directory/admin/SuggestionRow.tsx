// One proposed correction: whose card, what it says now, what it would say, and who proposes it.

import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Suggestion } from "@/api/directory";
import { faceOf } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Avatar, Button, Link, showToast } from "@/ui";

import { useDeed } from "../parts/useDeed";

export function SuggestionRow({ suggestion: { id, person, by, field, value, comment, at } }: { suggestion: Suggestion }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const name = person?.name ?? t("suggestions.someone");
  const decide = useDeed(
    (accept: boolean) => take(api.POST("/api/directory/suggestions/{id}/decisions", { params: { path: { id } }, body: { accept } })),
    (_, accept) => showToast({ icon: Check, text: t(accept ? "suggestions.taken" : "suggestions.left", { name }) }),
  );
  return (
    <li className="row d-suggestion">
      {person ? <Avatar {...faceOf(person)} /> : <Avatar name={name} kind="unknown" />}
      <div className="grow">
        <b>
          {person ? <Link href={`/directory/people/${person.id}`}>{name}</Link> : name}
        </b>
        <p>
          {t(`corrections.${field}`, { defaultValue: field })}
          {t("colon")} <ins>{value}</ins>
        </p>
        {comment && <p className="soft">«&nbsp;{comment}&nbsp;»</p>}
        <p className="meta">{t("suggestions.by", { name: by?.name ?? t("suggestions.someone"), when: format.when(at) })}</p>
        {decide.refusal}
      </div>
      <div className="row-end">
        <Button size="s" kind="plain" busy={decide.isPending} onPress={() => decide.mutate(false)} aria-label={t("suggestions.leaveFor", { name })}>
          {t("suggestions.leave")}
        </Button>
        <Button size="s" busy={decide.isPending} onPress={() => decide.mutate(true)} aria-label={t("suggestions.takeFor", { name })}>
          {t("suggestions.take")}
        </Button>
      </div>
    </li>
  );
}
