// The head of the pages of those who keep the annuaire, with the way between them.

import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { LinkTabs } from "@/ui";

import { DirectoryHead } from "../parts/DirectoryHead";

const pages = ["suggestions", "imports", "alerts"] as const;

export function KeepHead({ title }: { title: string }) {
  const { t } = useTranslation("directory");
  const here = useLocation({ select: ({ pathname }) => pathname });
  return (
    <>
      <DirectoryHead title={t("places.keep")} tabTitle={title} />
      <LinkTabs label={t("places.keep")} tabs={pages.map((page) => ({ href: `/directory/${page}`, name: t(`places.${page}`), current: here === `/directory/${page}` }))} />
    </>
  );
}
