// The head of a page of the annuaire that is not the place one looks for people: its name, the way back, gestures at the end.

import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { usePageTitle } from "@/app";
import { ButtonLink, Icon } from "@/ui";

export interface DirectoryHeadProps {
  title: string;
  /** In the tab, when it differs from the title. */
  tabTitle?: string;
  children?: ReactNode;
}

export function DirectoryHead({ title, tabTitle, children }: DirectoryHeadProps) {
  const { t } = useTranslation("directory");
  usePageTitle(tabTitle ?? title);
  return (
    <header className="head d-keep-head">
      <ButtonLink kind="plain" className="only" href="/directory" aria-label={t("toDirectory")}>
        <Icon of={ArrowLeft} />
      </ButtonLink>
      <h1 className="title-2 cut">{title}</h1>
      {children && <div className="end">{children}</div>}
    </header>
  );
}
