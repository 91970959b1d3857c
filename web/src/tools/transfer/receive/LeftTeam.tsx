// A parcel that was received with a team, by somebody who is in it no more.

import { UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { ButtonLink, EmptyState } from "@/ui";

export function LeftTeam() {
  const { t } = useTranslation("transfer");
  return (
    <EmptyState level={1} icon={UserMinus} title={t("receive.leftTeam.title")} deeds={<ButtonLink href="/">{t("receive.unknown.deed")}</ButtonLink>}>
      {t("receive.leftTeam.text")}
    </EmptyState>
  );
}
