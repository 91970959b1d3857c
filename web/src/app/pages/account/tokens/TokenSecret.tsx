// The secret, shown once, and how a program shows it to the house.
import { useTranslation } from "react-i18next";
import type { TokenKind } from "@/api/types";
import { Notice } from "@/ui";
import { useMe } from "../../../session";
import { CopyLine } from "../parts/CopyLine";

export function TokenSecret({ kind, secret, scope }: { kind: TokenKind; secret: string; scope: string }) {
  const { t } = useTranslation("account");
  const { address } = useMe().person;
  const password = kind === "application_password";
  const there = `${window.location.origin}/api/${scope}/…`;
  const shown = password ? `curl --user '${address}:${secret}' ${there}` : `curl --header 'Authorization: Bearer ${secret}' ${there}`;
  return (
    <div className="made">
      <Notice kind="warm">{t("tokens.once")}</Notice>
      {password && <CopyLine label={t("tokens.userName")} text={address} />}
      <CopyLine label={t(password ? "tokens.password" : "tokens.token")} text={secret} secret />
      <p className="meta">{t(password ? "tokens.basic" : "tokens.bearer")}</p>
      <pre className="spelled">{shown}</pre>
    </div>
  );
}
