// The sentence to show for an error, in the person's language.
import { useTranslation } from "react-i18next";
import { problemOf } from "@/api/problem";

export function useSay(): (error: unknown) => string {
  const { t } = useTranslation("shell");
  return (error) => {
    const problem = problemOf(error);
    if (problem.detail) return problem.detail;
    return t(problem.unreachable ? "trouble.unreachableText" : "trouble.text");
  };
}
