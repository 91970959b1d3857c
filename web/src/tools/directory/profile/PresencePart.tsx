// Whether one is there just now.

import { useTranslation } from "react-i18next";

import type { Profile } from "@/api/directory";
import { usePresence } from "@/app/people";
import { RadioGroup } from "@/ui";

const presences = ["available", "busy", "do_not_disturb", "away"] as const;

export function PresencePart({ profile }: { profile: Profile }) {
  const { t } = useTranslation("directory");
  const { change, chosen } = usePresence(profile.presence ?? null);
  return <RadioGroup label={t("presence.title")} value={chosen} onChange={change} choices={presences.map((id) => ({ id, name: t(`presence.${id}`) }))} />;
}
