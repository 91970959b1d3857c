// Trouble, said calmly: what, whose fault it is not, what to do next, and a code for the support.
import { CloudOff, Lock, SearchX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { problemOf } from "@/api/problem";
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
      <EmptyState level={level} icon={SearchX} title={t("notFound.title")} deeds={<ButtonLink href="/">{t("notFound.deed")}</ButtonLink>}>
        {problem.detail || t("notFound.text")}
      </EmptyState>
    );
  }
  // A rule that says no is neither a loss nor something that another try would change.
  const refused = problem.status === 403;
  return (
    <EmptyState
      level={level}
      icon={refused ? Lock : problem.unreachable ? CloudOff : TriangleAlert}
      tone={refused ? undefined : "danger"}
      title={t(problem.unreachable ? "trouble.unreachable" : "trouble.title")}
      deeds={onRetry && !refused && <Button onPress={onRetry}>{t("trouble.retry")}</Button>}
      code={t("trouble.code", { code })}
    >
      {problem.detail || t(problem.unreachable ? "trouble.unreachableText" : "trouble.text")}
    </EmptyState>
  );
}
