// The code received by mail: eight characters, dash and case of no importance.
import { ArrowRight, Mails, RotateCw } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink, Notice, TextField } from "@/ui";
import { seesOutbox } from "../../navigation";
import { useSay } from "../../say";
import { useHouse } from "../../session";
import { Whose } from "./Whose";
import type { Door, Step } from "./useSignIn";

const length = 8;
const patience = 30;

export function CodeForm({ door, step }: { door: Door; step: Extract<Step, { is: "code" }> }) {
  const { t } = useTranslation("sign-in");
  const say = useSay();
  const house = useHouse();
  const [code, setCode] = useState("");
  const [wait, again] = useCountdown(patience);
  const whole = code.replace("-", "").length === length;

  function go(event?: FormEvent) {
    event?.preventDefault();
    if (whole) door.code.mutate({ id: step.sent.id, code });
  }

  return (
    <>
      <h1 className="title-1">{t("code.title")}</h1>
      <p className="reading soft lede">{t("code.lede")}</p>
      <form onSubmit={go}>
        <Whose address={step.sent.address} onChange={door.back} />
        <TextField
          size="l"
          autoFocus
          name="code"
          autoComplete="one-time-code"
          label={t("code.label")}
          help={t("code.help")}
          value={code}
          onChange={(text) => {
            setCode(dashed(text));
            door.code.reset();
          }}
          placeholder="XXXX-XXXX"
          inputClassName="code-input"
          inputProps={{ spellCheck: false, autoCapitalize: "characters", maxLength: 12 }}
        />
        {door.code.error && <Notice kind="danger" alert>{say(door.code.error)}</Notice>}
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={door.code.isPending} isDisabled={!whole}>
          {t("code.enter")}
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

/** "abcd efgh" → "ABCD-EFGH", as the mail shows it. */
export function dashed(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, length);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

function useCountdown(from: number): [number, () => void] {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, () => setLeft(from)];
}
