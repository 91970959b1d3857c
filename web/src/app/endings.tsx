// Pages one did not want: an address that leads nowhere, a page that failed.
import { SearchX } from "lucide-react";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { lazy, use, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "@/api/problem";
import { ButtonLink, EmptyState } from "@/ui";
import { Framed } from "./framed";
import { usePageTitle } from "./PageHead";
import { TroubleState, titleOf } from "./TroubleState";

// Before the door, a page that is not there still says whose house it is.
const Doorstep = lazy(() => import("./pages/doorstep/Doorstep").then(({ Doorstep: it }) => ({ default: it })));

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t("notFound.title"));
  const said = (
    <EmptyState level={1} icon={SearchX} title={t("notFound.title")} deeds={<ButtonLink kind="main" href="/">{t("notFound.deed")}</ButtonLink>}>
      {t("notFound.text")}
    </EmptyState>
  );
  return use(Framed) ? <Ending>{said}</Ending> : <Doorstep>{said}</Doorstep>;
}

export function Trouble({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  usePageTitle(t(titleOf(problemOf(error))));
  return (
    <Ending>
      <TroubleState
        level={1}
        error={error}
        onRetry={() => {
          resetQueries();
          reset();
          void router.invalidate();
        }}
      />
    </Ending>
  );
}

/** Within the frame the sheet is already the page's `main`. */
function Ending({ children }: { children: ReactNode }) {
  const framed = use(Framed);
  return framed ? <div className="ending">{children}</div> : <main className="ending alone">{children}</main>;
}
