// The old account no longer opens, but one of its recovery codes was kept.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { HubArrival } from "@/api/types";
import { Button, TextField } from "@/ui";
import { Refused } from "../../Refused";
import { recoveryLength } from "../../proofs/code";
import { RecoveryCodeField } from "../../proofs/RecoveryCodeField";
import { looksLikeAddress } from "../sign-in/useSignIn";
import { enterHouse, FoundHere } from "./parts";

export function RecoveryForm({ arrival, onBack }: { arrival: HubArrival; onBack: () => void }) {
  const { t } = useTranslation("hub");
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const whole = code.replaceAll("-", "").length === recoveryLength;
  const [tried, setTried] = useState(false);
  const recover = useMutation({
    mutationFn: () => take(api.POST("/api/hub/arrivals/current/recoveries", { body: { address: address.trim(), recovery_code: code.trim() } })),
    onSuccess: () => enterHouse(arrival),
  });

  function go(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (looksLikeAddress(address) && whole) recover.mutate();
  }

  return (
    <>
      <h1 className="title-1">{t("arrival.recovery")}</h1>
      <p className="reading soft lede">{t("recovery.lede")}</p>
      <FoundHere arrival={arrival} />
      <form onSubmit={go} noValidate>
        <TextField size="l" autoFocus type="email" name="address" autoComplete="off" label={t("recovery.address")} value={address} onChange={setAddress} error={tried && !looksLikeAddress(address) ? t("recovery.noAddress") : null} />
        <RecoveryCodeField value={code} onChange={setCode} />
        <Refused by={recover.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={recover.isPending} isDisabled={!whole}>
          {t("recovery.deed")}
        </Button>
        <div>
          <Button kind="plain" onPress={onBack}>
            {t("arrival.back")}
          </Button>
        </div>
      </form>
    </>
  );
}
