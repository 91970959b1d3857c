// The sentence to show for an error, in the person's language.
import { useTranslation } from "react-i18next";
import { problemOf } from "@/api/problem";
import { PasskeyAbandoned, PasskeyThere } from "./proofs/problems";

export function useSay(): (error: unknown) => string {
  const { t } = useTranslation("shell");
  return (error) => {
    const problem = problemOf(error);
    // The server's sentence asks for a confirmation: the person has just declined it.
    if (problem.code === "confirm") return t("confirm.declined");
    if (error instanceof PasskeyAbandoned) return t("passkey.abandoned");
    if (error instanceof PasskeyThere) return t("passkey.there");
    if (problem.detail) return problem.detail;
    return t(problem.unreachable ? "trouble.unreachableText" : "trouble.text");
  };
}
