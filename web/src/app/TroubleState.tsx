// Trouble, said calmly: what, whose fault it is not, what to do next, and a code for the support.
import { CloudOff, Lock, SearchX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { problemOf, type ProblemError } from "@/api/problem";
import { Button, ButtonLink, EmptyState } from "@/ui";

export interface TroubleStateProps {
  error: unknown;
  onRetry?: () => void;
  level?: 1 | 2;
}

export function TroubleState({ error, onRetry, level = 2 }: TroubleStateProps) {
  const { t } = useTranslation();
  const problem = problemOf(error);
  const code = [problem.code, problem.requestId].filter(Boolean).join(" · ");

  if (problem.notFound) {
    return (
      <EmptyState level={level} icon={SearchX} title={t(titleOf(problem))} deeds={<ButtonLink href="/">{t("notFound.deed")}</ButtonLink>}>
        {problem.detail || t("notFound.text")}
      </EmptyState>
    );
  }
  // A rule that says no is neither a loss nor something that another try would change.
  if (problem.status === 403) {
    return (
      <EmptyState level={level} icon={Lock} title={t(titleOf(problem))} deeds={<ButtonLink href="/">{t("refused.deed")}</ButtonLink>} code={t("trouble.code", { code })}>
        {problem.detail && <p>{problem.detail}</p>}
        <p>{t("refused.text")}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      level={level}
      icon={problem.unreachable ? CloudOff : TriangleAlert}
      tone="danger"
      title={t(titleOf(problem))}
      deeds={onRetry && <Button onPress={onRetry}>{t("trouble.retry")}</Button>}
      code={t("trouble.code", { code })}
    >
      {problem.detail || t(problem.unreachable ? "trouble.unreachableText" : "trouble.text")}
    </EmptyState>
  );
}

/** Also what the tab is called, when nothing else is shown. */
export function titleOf(problem: ProblemError): string {
  if (problem.notFound) return "notFound.title";
  if (problem.status === 403) return "refused.title";
  return problem.unreachable ? "trouble.unreachable" : "trouble.title";
}
