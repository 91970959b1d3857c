// An address that leads to no parcel: usually cut by a mail reader.

import { Link2Off } from "lucide-react";
import { useTranslation } from "react-i18next";

import { ButtonLink, EmptyState } from "@/ui";

export function UnknownLink() {
  const { t } = useTranslation("transfer");
  return (
    <EmptyState level={1} icon={Link2Off} title={t("receive.unknown.title")} deeds={<ButtonLink href="/">{t("receive.unknown.deed")}</ButtonLink>}>
      {t("receive.unknown.text")}
    </EmptyState>
  );
}
