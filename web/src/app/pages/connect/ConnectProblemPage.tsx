// An application asked badly, and cannot be sent back to: said here, for the agent and for those who run it.
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ButtonLink, EmptyState } from "@/ui";
import { useSearchParam } from "../../address";
import { usePageTitle } from "../../PageHead";
import { Doorstep } from "../doorstep/Doorstep";

export default function ConnectProblemPage() {
  const { t, i18n } = useTranslation("connect");
  const [given] = useSearchParam("code");
  const code = given && /^[a-z._]{1,60}$/.test(given) ? given : "";
  const own = `problems.${code.replaceAll(".", "-")}`;
  const key: string = code && i18n.exists(own, { ns: "connect" }) ? own : "problems.other";
  usePageTitle(t("problemTitle"));
  return (
    <Doorstep>
      <EmptyState level={1} icon={TriangleAlert} tone="warn" title={t("problemTitle")} deeds={<ButtonLink href="/">{t("problemDeed")}</ButtonLink>} code={code ? t("problemCode", { code }) : undefined}>
        <p>{t(key)}</p>
        <p>{t("problemText")}</p>
      </EmptyState>
    </Doorstep>
  );
}
