// Pages one did not want: an address that leads nowhere, a page that failed.
import { SearchX } from "lucide-react";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { use, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink, EmptyState } from "@/ui";
import { Framed } from "./framed";
import { usePageTitle } from "./PageHead";
import { TroubleState } from "./TroubleState";

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t("notFound.title"));
  return (
    <Ending>
      <EmptyState level={1} icon={SearchX} title={t("notFound.title")} deeds={<ButtonLink kind="main" href="/">{t("notFound.deed")}</ButtonLink>}>
        {t("notFound.text")}
      </EmptyState>
    </Ending>
  );
}

export function Trouble({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
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
