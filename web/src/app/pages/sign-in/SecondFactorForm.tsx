// One proof more, for those who chose it: the digits of their application, or a code kept aside.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, LifeBuoy, Smartphone } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button } from "@/ui";
import { bare, recoveryLength, totpLength } from "../../proofs/code";
import { RecoveryCodeField } from "../../proofs/RecoveryCodeField";
import { TotpField } from "../../proofs/TotpField";
import { Refused } from "../../Refused";
import type { Door, Step } from "./useSignIn";

export function SecondFactorForm({ door, step }: { door: Door; step: Extract<Step, { is: "second-factor" }> }) {
  const { t } = useTranslation("sign-in");
  const { ways, id } = step.asked;
  const [recovery, setRecovery] = useState(!ways.includes("totp"));
  const [code, setCode] = useState("");
  const whole = bare(code).length === (recovery ? recoveryLength : totpLength);
  const show = useMutation({
    mutationFn: () =>
      take(api.POST("/api/identity/second-factors/{id}/sessions", { params: { path: { id } }, body: recovery ? { recovery_code: code } : { totp: code } })),
    onSuccess: (answer) => door.enter(answer),
  });

  function go(event: FormEvent) {
    event.preventDefault();
    if (whole) show.mutate();
  }

  function write(text: string) {
    setCode(text);
    show.reset();
  }

  function other() {
    setRecovery(!recovery);
    write("");
  }

  const Field = recovery ? RecoveryCodeField : TotpField;
  return (
    <>
      <h1 className="title-1">{t(recovery ? "second.recoveryTitle" : "second.title")}</h1>
      <p className="reading soft lede">{t(recovery ? "second.recoveryLede" : "second.lede")}</p>
      <form onSubmit={go}>
        <Field key={recovery ? "recovery" : "totp"} size="l" autoFocus value={code} onChange={write} />
        <Refused by={show.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={show.isPending} isDisabled={!whole}>
          {t("second.enter")}
        </Button>
        <div className="inline g2 wrap">
          {ways.length > 1 && (
            <Button kind="plain" icon={recovery ? Smartphone : LifeBuoy} onPress={other}>
              {t(recovery ? "second.useTotp" : "second.useRecovery")}
            </Button>
          )}
          <Button kind="plain" onPress={door.back}>
            {t("second.back")}
          </Button>
        </div>
      </form>
    </>
  );
}
