// The square to photograph, the same by hand, and the first code that proves it was read.
import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { TotpBegun } from "@/api/types";
import { Button } from "@/ui";
import { totpLength } from "../../../proofs/code";
import { QrCode } from "../../../proofs/QrCode";
import { TotpField } from "../../../proofs/TotpField";
import { DialogForm } from "../parts/DialogForm";

export interface TotpSecretFormProps {
  begun: TotpBegun;
  onDone: (recoveryCodes: readonly string[] | null) => void;
  onClose: () => void;
}

export function TotpSecretForm({ begun, onDone, onClose }: TotpSecretFormProps) {
  const { t } = useTranslation(["security", "proofs"]);
  const [code, setCode] = useState("");
  const [copied, setCopied] = useState(false);
  const [tried, setTried] = useState(false);
  const prove = useMutation({
    mutationFn: () => take(api.PUT("/api/identity/totp", { body: { code } })),
    onSuccess: (made) => onDone(made.recovery_codes ?? null),
  });

  function go() {
    setTried(true);
    if (code.length === totpLength) prove.mutate();
  }

  return (
    <DialogForm deed={t("totp.confirm")} busy={prove.isPending} error={prove.error} onGo={go} onClose={onClose}>
      <div className="totp">
        <QrCode {...begun.qr} />
        <div className="flow g3">
          <p>{t("totp.scan")}</p>
          <div className="flow g1">
            <span className="meta">{t("totp.byHand")}</span>
            <code className="spelled">{spelled(begun.secret)}</code>
            <div>
              <Button size="s" icon={copied ? Check : Copy} onPress={() => void navigator.clipboard.writeText(begun.secret).then(() => setCopied(true))}>
                {t(copied ? "proofs:copied" : "proofs:copy")}
              </Button>
            </div>
          </div>
        </div>
      </div>
      <TotpField autoFocus value={code} onChange={setCode} error={tried && code.length !== totpLength ? t("totp.sixDigits") : null} />
    </DialogForm>
  );
}

/** By fours, as one reads it aloud. */
function spelled(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
