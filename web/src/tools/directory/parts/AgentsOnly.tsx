// What somebody from outside reads instead of the annuaire.

import { useTranslation } from "react-i18next";

import { usePageTitle } from "@/app";
import { ButtonLink, EmptyState } from "@/ui";

export function AgentsOnly() {
  const { t } = useTranslation("directory");
  usePageTitle(t("name"));
  return (
    <div className="ending">
      <EmptyState level={1} tool="directory" title={t("agentsOnly.title")} deeds={<ButtonLink href="/">{t("agentsOnly.deed")}</ButtonLink>}>
        {t("agentsOnly.text")}
      </EmptyState>
    </div>
  );
}
