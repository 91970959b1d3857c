// A line of text to take along, under its name.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";

export function CopyLine({ label, text, secret = false }: { label: string; text: string; secret?: boolean }) {
  const { t } = useTranslation("proofs");
  const [copied, setCopied] = useState(false);
  return (
    <div className="field">
      <span className="name">{label}</span>
      <div className="secret">
        <code data-secret={secret || undefined}>{text}</code>
        <Button size="s" icon={copied ? Check : Copy} onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {t(copied ? "copied" : "copy")}
          <span className="heard"> : {label}</span>
        </Button>
      </div>
    </div>
  );
}
