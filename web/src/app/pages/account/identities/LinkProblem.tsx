// Back from a ministry without the link: why. When it was a confirmation that lacked, it is asked, and one goes again.
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { confirmFirst } from "@/api/confirm";
import { Notice } from "@/ui";
import { useSearchParam } from "../../../address";
import { goLink, linking } from "./goLink";

export function LinkProblem() {
  const { t, i18n } = useTranslation("hub");
  const [code, setCode] = useSearchParam("problem");
  const left = linking();
  const asks = code === "confirm" && left !== null;
  const asked = useRef(false);

  useEffect(() => {
    if (!asks || !left || asked.current) return;
    asked.current = true;
    void confirmFirst().then((confirmed) => {
      if (confirmed) goLink(left);
      else setCode(null);
    });
  }, [asks, left, setCode]);

  if (!code || asks) return null;
  const own = `problems.${code.replaceAll(".", "-")}`;
  const known = /^[a-z._]+$/.test(code) && i18n.exists(own, { ns: "hub" });
  const key: string = known ? own : "problems.other";
  return (
    <Notice kind="warn" alert>
      {t(key, { name: left?.name || t("problems.someProvider") })}
    </Notice>
  );
}
