// Parts the pages of connections share: lines of addresses, a value to copy, a secret shown once.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, IconButton, Notice, TextArea } from "@/ui";

export interface LinesFieldProps {
  label: string;
  help?: string;
  optional?: boolean;
  error?: string | null;
  value: string;
  onChange: (text: string) => void;
  rows?: number;
}

/** Several values, one a line. */
export function LinesField(props: LinesFieldProps) {
  return <TextArea spellCheck="false" rows={3} {...props} />;
}

export function linesOf(text: string): string[] {
  return [...new Set(text.split(/[\n,;]+/).map((line) => line.trim()).filter(Boolean))];
}

/** A value that somebody will write elsewhere. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation("connections");
  const [copied, setCopied] = useState(false);
  return (
    <div className="copy-line">
      <span className="meta">{label}</span>
      <code>{value}</code>
      <IconButton
        size="s"
        icon={copied ? Check : Copy}
        label={t(copied ? "copied" : "copy", { label })}
        onPress={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      />
    </div>
  );
}

/** Shown once: closing must be a gesture one means. */
export function SecretDialog({ secret, clientId, onClose }: { secret: string; clientId: string; onClose: () => void }) {
  const { t } = useTranslation("connections");
  return (
    <Dialog
      open
      required
      title={t("secret.title")}
      onClose={onClose}
      footer={
        <Button kind="main" onPress={onClose}>
          {t("secret.done")}
        </Button>
      }
    >
      <Notice kind="warm">{t("secret.once")}</Notice>
      <div className="copy-lines">
        <CopyLine label={t("clients.clientId")} value={clientId} />
        <CopyLine label={t("secret.label")} value={secret} />
      </div>
    </Dialog>
  );
}
