// The head of the pages of those who keep the annuaire, with the way between them.

import { useLocation } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";

import { usePageTitle } from "@/app";
import { ButtonLink, Icon, LinkTabs } from "@/ui";

const pages = ["suggestions", "imports", "alerts"] as const;

export function KeepHead({ title }: { title: string }) {
  const { t } = useTranslation("directory");
  const here = useLocation({ select: ({ pathname }) => pathname });
  usePageTitle(title);
  return (
    <>
      <header className="head d-keep-head">
        <ButtonLink kind="plain" className="only" href="/directory" aria-label={t("toDirectory")}>
          <Icon of={ArrowLeft} />
        </ButtonLink>
        <h1 className="title-2 cut">{t("places.keep")}</h1>
      </header>
      <LinkTabs label={t("places.keep")} tabs={pages.map((page) => ({ href: `/directory/${page}`, name: t(`places.${page}`), current: here === `/directory/${page}` }))} />
    </>
  );
}
