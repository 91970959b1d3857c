// After a reload: which files the browser needs to be shown again, so that they go on where they stopped.

import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button, Notice } from "@/ui";

import type { UploadsSnapshot } from "../upload";

export function ResumeNotice({ snapshot, onChoose }: { snapshot: UploadsSnapshot; onChoose(): void }) {
  const { t } = useTranslation("transfer");
  const missing = snapshot.items.filter(({ state }) => state.is === "missing" && !state.reopenable);
  const first = missing[0];
  if (!first) return null;
  return (
    <Notice
      kind="warm"
      icon={RotateCw}
      end={
        <Button size="s" onPress={onChoose}>
          {t("resume.choose", { count: missing.length })}
        </Button>
      }
    >
      {t("resume.text", { count: missing.length, name: first.name })}
    </Notice>
  );
}
