// Says to whom a second proof matters most, and has none, to add one; and to who has one, to keep codes for the bad day.
import { useTranslation } from "react-i18next";
import type { Factors } from "@/api/types";
import { Link, Notice } from "@/ui";
import { useMe } from "../session";
import { useFactors } from "./useFactors";

/** On a page of administrators, which does not know their proofs. */
export function SecondFactorAdvice() {
  const { data } = useFactors();
  return data ? <AdviceOn factors={data} away /> : null;
}

/** `away`: not on the page where it is mended, which is then a link. */
export function AdviceOn({ factors, away = false }: { factors: Factors; away?: boolean }) {
  const { t } = useTranslation("proofs");
  const { roles } = useMe();
  const second = Boolean(factors.totp) || factors.passkeys.length > 0;
  if (second && !factors.recovery_codes?.left) {
    return (
      <Notice kind="warn">
        {t("advice.codes")} {away && <Link href="/account/security">{t("advice.go")}</Link>}
      </Notice>
    );
  }
  if (second || !roles.includes("administrator")) return null;
  return (
    <Notice kind="warn">
      {t("advice.administrator")} {away && <Link href="/account/security">{t("advice.go")}</Link>}
    </Notice>
  );
}
