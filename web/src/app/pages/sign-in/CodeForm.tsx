// The code received by mail, with the way to receive another.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, Mails, RotateCw } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, ButtonLink } from "@/ui";
import { seesOutbox } from "../../navigation";
import { bare, mailedLength } from "../../proofs/code";
import { MailedCodeField } from "../../proofs/MailedCodeField";
import { useCountdown } from "../../proofs/useCountdown";
import { Refused } from "../../Refused";
import { useHouse } from "../../session";
import { Whose } from "./Whose";
import type { Door, Step } from "./useSignIn";

const patience = 30;

export function CodeForm({ door, step }: { door: Door; step: Extract<Step, { is: "code" }> }) {
  const { t } = useTranslation("sign-in");
  const house = useHouse();
  const [code, setCode] = useState("");
  const [wait, again] = useCountdown(patience);
  const whole = bare(code).length === mailedLength;
  const show = useMutation({
    mutationFn: () => take(api.POST("/api/identity/codes/{id}/sessions", { params: { path: { id: step.sent.id } }, body: { code } })),
    onSuccess: (answer) => door.enter(answer),
  });

  function go(event: FormEvent) {
    event.preventDefault();
    if (whole) show.mutate();
  }

  return (
    <>
      <h1 className="title-1">{t(door.forgotten ? "forgotten.title" : "code.title")}</h1>
      <p className="reading soft lede">{t(door.forgotten ? "forgotten.lede" : "code.lede")}</p>
      <form onSubmit={go}>
        <Whose address={step.sent.address} onChange={door.back} />
        <MailedCodeField
          size="l"
          autoFocus
          value={code}
          onChange={(text) => {
            setCode(text);
            show.reset();
          }}
        />
        <Refused by={show.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={show.isPending} isDisabled={!whole}>
          {t(door.forgotten ? "forgotten.go" : "code.enter")}
        </Button>
        <div className="inline g2 wrap">
          <Button
            kind="plain"
            icon={RotateCw}
            isDisabled={wait > 0}
            busy={door.sendCode.isPending}
            onPress={() => {
              door.sendCode.mutate(step.sent.address);
              setCode("");
              again();
            }}
          >
            {wait > 0 ? t("code.againIn", { seconds: wait }) : t("code.again")}
          </Button>
          {seesOutbox(null, house) && (
            <ButtonLink kind="plain" icon={Mails} href="/outbox" target="_blank">
              {t("outbox")}
            </ButtonLink>
          )}
        </div>
      </form>
    </>
  );
}
