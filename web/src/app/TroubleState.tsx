// Trouble, said calmly: what, whose fault it is not, what to do next, and a code for the support.
import { CloudOff, SearchX, TriangleAlert } from "lucide-react";
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
  return (
    <EmptyState
      level={level}
      icon={problem.unreachable ? CloudOff : TriangleAlert}
      tone="danger"
      title={t(problem.unreachable ? "trouble.unreachable" : "trouble.title")}
      deeds={onRetry && <Button onPress={onRetry}>{t("trouble.retry")}</Button>}
      code={t("trouble.code", { code })}
    >
      {problem.detail || t(problem.unreachable ? "trouble.unreachableText" : "trouble.text")}
    </EmptyState>
  );
}
