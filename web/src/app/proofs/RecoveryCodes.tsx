// Recovery codes, shown once: to copy, to keep as a file, or to print.
import { Check, Copy, Download, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { Button, Notice } from "@/ui";
import { useBrand } from "../brands";
import { useMe } from "../session";
import "./proofs.css";
import { saveAs } from "./saveAs";

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation("proofs");
  const format = useFormat();
  const suite = useBrand()("suite").name;
  const { person } = useMe();
  const [copied, setCopied] = useState(false);

  const file = () => [t("recovery.fileTitle", { suite, address: person.address }), t("recovery.fileDay", { day: format.day(new Date()) }), "", ...codes, "", t("recovery.fileRule"), ""].join("\r\n");

  return (
    <div className="recovery">
      <Notice kind="warm">{t("recovery.once")}</Notice>
      <div className="to-print">
        <p className="only-printed">{t("recovery.fileTitle", { suite, address: person.address })}</p>
        <ol aria-label={t("recovery.codes")}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <p className="only-printed">{t("recovery.fileRule")}</p>
      </div>
      <div className="inline wrap g2">
        <Button size="s" icon={copied ? Check : Copy} onPress={() => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true))}>
          {t(copied ? "copied" : "copy")}
        </Button>
        <Button size="s" icon={Download} onPress={() => saveAs(file(), t("recovery.fileName", { suite: suite.toLowerCase() }))}>
          {t("recovery.download")}
        </Button>
        <Button size="s" icon={Printer} onPress={() => window.print()}>
          {t("recovery.print")}
        </Button>
      </div>
    </div>
  );
}
