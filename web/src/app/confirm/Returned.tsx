// Back from the ministry: says whether one is confirmed, and leads to the button that waits.
import { CircleAlert, ShieldCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "@/ui";
import { forgetLeaving, leadTo, type CameBack } from "./wayBack";

export default function Returned({ by }: { by: CameBack }) {
  const { t, i18n } = useTranslation(["confirm", "hub"]);
  const said = useRef(false);

  useEffect(() => {
    if (said.current) return;
    said.current = true;
    // i18next reads dots as depth: the table is flat, with dashes.
    const own = `problems.${(by.problem ?? "").replaceAll(".", "-")}`;
    const key = /^[a-z._]+$/.test(by.problem ?? "") && i18n.exists(own, { ns: "hub" }) ? own : "problems.other";
    if (by.problem === null) showToast({ icon: ShieldCheck, text: t("returned") });
    else showToast({ icon: CircleAlert, text: t(key, { ns: "hub", name: by.provider }), life: 20_000 });
    forgetLeaving();
  }, [by, t, i18n]);

  useEffect(() => (by.button === null ? undefined : leadTo(by.button)), [by]);
  return null;
}
