// One proof more, for those who chose it: their passkey, the digits of their application, or a code kept aside.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, Fingerprint, LifeBuoy, Smartphone } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, type IconGlyph } from "@/ui";
import { bare, recoveryLength, totpLength } from "../../proofs/code";
import { RecoveryCodeField } from "../../proofs/RecoveryCodeField";
import { TotpField } from "../../proofs/TotpField";
import { knowsPasskeys } from "../../proofs/webauthn";
import { Refused } from "../../Refused";
import { presentPasskey } from "./usePasskey";
import type { Door, Step } from "./useSignIn";

const known = ["passkey", "totp", "recovery_code"] as const;
type Way = (typeof known)[number];

const icons: Record<Way, IconGlyph> = { passkey: Fingerprint, totp: Smartphone, recovery_code: LifeBuoy };

export function SecondFactorForm({ door, step }: { door: Door; step: Extract<Step, { is: "second-factor" }> }) {
  const { t } = useTranslation("sign-in");
  const { id } = step.asked;
  const has = known.filter((way) => step.asked.ways.includes(way));
  // A passkey that this browser cannot show is of no use here, unless there is nothing else: then the page says so.
  const ways = has.filter((way) => way !== "passkey" || knowsPasskeys() || has.length === 1);
  const [way, setWay] = useState<Way>(ways[0] ?? "recovery_code");
  const [code, setCode] = useState("");
  const whole = way === "passkey" || bare(code).length === (way === "totp" ? totpLength : recoveryLength);
  const show = useMutation({
    mutationFn: () =>
      way === "passkey"
        ? presentPasskey(false)
        : take(api.POST("/api/identity/second-factors/{id}/sessions", { params: { path: { id } }, body: way === "totp" ? { totp: code } : { recovery_code: code } })),
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

  function choose(other: Way) {
    setWay(other);
    write("");
  }

  const Field = way === "totp" ? TotpField : RecoveryCodeField;
  return (
    <>
      <h1 className="title-1">{t(`second.${way}.title`)}</h1>
      <p className="reading soft lede">{t(`second.${way}.lede`)}</p>
      <form onSubmit={go}>
        {way !== "passkey" && <Field key={way} size="l" autoFocus value={code} onChange={write} />}
        <Refused by={show.error} />
        <Button type="submit" kind="main" size="l" wide autoFocus={way === "passkey"} iconAfter={ArrowRight} busy={show.isPending} isDisabled={!whole}>
          {t(`second.${way}.enter`)}
        </Button>
        <div className="inline g2 wrap">
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <Button key={other} kind="plain" icon={icons[other]} onPress={() => choose(other)}>
                {t(`second.${other}.use`)}
              </Button>
            ))}
          <Button kind="plain" onPress={door.back}>
            {t("second.back")}
          </Button>
        </div>
        <p className="meta">{t("second.lost")}</p>
      </form>
    </>
  );
}
