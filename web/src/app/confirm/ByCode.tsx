// A code is mailed when it is asked for, never before.
import { useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button } from "@/ui";
import { bare, mailedLength } from "../proofs/code";
import { MailedCodeField } from "../proofs/MailedCodeField";
import { useCountdown } from "../proofs/useCountdown";
import { useShow, type WayProps } from "./way";
import { WayForm } from "./WayForm";

const patience = 30;

export function ByCode({ known, onConfirmed, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const [code, setCode] = useState("");
  const [wait, again] = useCountdown(patience, 0);
  const show = useShow(onConfirmed);
  const send = useMutation({
    mutationFn: () => take(api.POST("/api/identity/codes", { body: { address: known.address } })),
    onSuccess: () => {
      setCode("");
      again();
    },
  });

  if (!send.data) {
    return (
      <WayForm deed={t("codeDeed")} busy={send.isPending} error={send.error} onGo={() => send.mutate()} onCancel={onCancel}>
        <p>{t("codeText", { address: known.address })}</p>
      </WayForm>
    );
  }
  const { id } = send.data;
  return (
    <WayForm busy={show.isPending} ready={bare(code).length === mailedLength} error={show.error ?? send.error} onGo={() => show.mutate({ code: { id, code } })} onCancel={onCancel}>
      <MailedCodeField autoFocus value={code} onChange={setCode} />
      <div>
        <Button size="s" kind="plain" icon={RotateCw} isDisabled={wait > 0} busy={send.isPending} onPress={() => send.mutate()}>
          {wait > 0 ? t("codeAgainIn", { seconds: wait }) : t("codeAgain")}
        </Button>
      </div>
    </WayForm>
  );
}
