// The invitation was used, withdrawn, or waited too long; or the house does not answer.
import { useTranslation } from "react-i18next";
import type { ProblemError } from "@/api/problem";
import { Button, ButtonLink } from "@/ui";
import { useSay } from "../../say";

export function InvitationOver({ problem, onRetry }: { problem: ProblemError; onRetry: () => void }) {
  const { t } = useTranslation("invitation");
  const say = useSay();
  const over = problem.status === 410 || problem.notFound;
  return (
    <>
      <h1 className="title-1">{t(over ? "over" : "trouble")}</h1>
      <p className="reading soft lede" role="alert">
        {say(problem)}
      </p>
      <div className="inline g2 wrap">
        {!over && (
          <Button kind="main" onPress={onRetry}>
            {t("retry")}
          </Button>
        )}
        <ButtonLink kind={over ? "main" : "line"} href="/sign-in">
          {t("signIn")}
        </ButtonLink>
      </div>
    </>
  );
}
