// Second step for those who have a password; a code by mail stands beside it.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, KeyRound, Mail } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button } from "@/ui";
import { AccountOfPassword, PasswordField } from "../../proofs/PasswordField";
import { Refused } from "../../Refused";
import { Whose } from "./Whose";
import type { Door, Step } from "./useSignIn";

export function PasswordForm({ door, step }: { door: Door; step: Extract<Step, { is: "password" }> }) {
  const { t } = useTranslation("sign-in");
  const [password, setPassword] = useState("");
  const show = useMutation({
    mutationFn: () => take(api.POST("/api/identity/sessions", { body: { address: step.address, password } })),
    onSuccess: (answer) => door.enter(answer),
  });

  function go(event: FormEvent) {
    event.preventDefault();
    if (password) show.mutate();
  }

  return (
    <>
      <h1 className="title-1">{t("password.title")}</h1>
      <form className="after" onSubmit={go}>
        <Whose address={step.address} organisation={step.organisation?.name} onChange={door.back} />
        <AccountOfPassword address={step.address} />
        <PasswordField size="l" autoFocus name="password" label={t("password.label")} value={password} onChange={setPassword} />
        <Refused by={show.error ?? door.sendCode.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={show.isPending}>
          {t("password.enter")}
        </Button>
        <div className="inline g2 wrap">
          <Button kind="plain" icon={Mail} busy={door.sendCode.isPending && !door.forgotten} onPress={() => door.sendCode.mutate(step.address)}>
            {t("password.codeInstead")}
          </Button>
          <Button kind="plain" icon={KeyRound} busy={door.sendCode.isPending && door.forgotten} onPress={() => door.forget(step.address)}>
            {t("password.forgotten")}
          </Button>
        </div>
      </form>
    </>
  );
}
