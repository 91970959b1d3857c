// The head of a sheet: the place's name, what stands beside it, and gestures at the end. Names the tab too.
import { useEffect, type ReactNode } from "react";
import { useBrand } from "./brands";

export interface PageHeadProps {
  title: string;
  beside?: ReactNode;
  end?: ReactNode;
  /** In the tab, when it differs from the title. */
  tabTitle?: string;
}

export function PageHead({ title, beside, end, tabTitle }: PageHeadProps) {
  usePageTitle(tabTitle ?? title);
  return (
    <header className="head">
      <h1 className="title-2 cut">{title}</h1>
      {beside}
      {end && <div className="end">{end}</div>}
    </header>
  );
}

/** For pages that draw their own head. */
export function usePageTitle(title: string): void {
  const suite = useBrand()("suite").name;
  useEffect(() => {
    document.title = title ? `${title} · ${suite}` : suite;
  }, [title, suite]);
}
