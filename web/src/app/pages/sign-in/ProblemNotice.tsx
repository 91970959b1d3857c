// Why one came back from a ministry without being signed in: /sign-in?problem=code&provider=id.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "@/ui";
import { useSearchParam } from "../../address";
import { leftFor } from "./useHub";

export function ProblemNotice() {
  const { t, i18n } = useTranslation("hub");
  const [code] = useSearchParam("problem");
  const [provider] = useSearchParam("provider");
  const [next, setNext] = useSearchParam("next");
  const left = leftFor();
  const ours = code !== null && left !== null && left.id === provider ? left : null;
  // The way round by the ministry does not make one forget where one was going.
  const wanted = ours && !next && ours.next !== "/" ? ours.next : null;
  useEffect(() => {
    if (wanted) setNext(wanted);
  }, [wanted, setNext]);
  if (!code) return null;

  // i18next reads dots as depth: the table is flat, with dashes.
  const key = `problems.${code.replaceAll(".", "-")}`;
  const known = /^[a-z._]+$/.test(code) && i18n.exists(key, { ns: "hub" });
  const name = ours?.name || t("problems.someProvider");
  return (
    <Notice kind="warn" alert>
      {t(known ? key : "problems.other", { name })} <small className="tiny">{known ? "" : t("problems.code", { code: code.slice(0, 60) })}</small>
    </Notice>
  );
}
