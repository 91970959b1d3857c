// Why one came back from a ministry without being signed in: /sign-in?problem=code&provider=id.
import { useTranslation } from "react-i18next";
import { Notice } from "@/ui";
import { useSearchParam } from "../../address";
import { leftFor } from "./useHub";

export function ProblemNotice() {
  const { t, i18n } = useTranslation("hub");
  const [code] = useSearchParam("problem");
  const [provider] = useSearchParam("provider");
  if (!code) return null;

  // i18next reads dots as depth: the table is flat, with dashes.
  const key = `problems.${code.replaceAll(".", "-")}`;
  const known = /^[a-z._]+$/.test(code) && i18n.exists(key, { ns: "hub" });
  const name = leftFor(provider) ?? t("problems.someProvider");
  return (
    <Notice kind="warn" alert>
      {t(known ? key : "problems.other", { name })} <small className="tiny">{known ? "" : t("problems.code", { code: code.slice(0, 60) })}</small>
    </Notice>
  );
}
