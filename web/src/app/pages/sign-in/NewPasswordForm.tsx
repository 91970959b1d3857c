// In again by a code: now a password one will remember.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, showToast } from "@/ui";
import { isLongEnough, NewPasswordField } from "../../proofs/NewPasswordField";
import { AccountOfPassword } from "../../proofs/PasswordField";
import { Refused } from "../../Refused";
import type { Door, Step } from "./useSignIn";

export function NewPasswordForm({ door, step }: { door: Door; step: Extract<Step, { is: "new-password" }> }) {
  const { t } = useTranslation("sign-in");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const choose = useMutation({
    mutationFn: () => take(api.PUT("/api/identity/me/password", { body: { new: password } })),
    onSuccess: () => {
      showToast({ text: t("newPassword.changed") });
      return door.letIn(step.me);
    },
  });

  function go(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (isLongEnough(password)) choose.mutate();
  }

  return (
    <>
      <h1 className="title-1">{t("newPassword.title")}</h1>
      <p className="reading soft lede">{t("newPassword.lede")}</p>
      <form onSubmit={go} noValidate>
        <AccountOfPassword address={step.me.person.address} />
        <NewPasswordField size="l" autoFocus tried={tried} value={password} onChange={setPassword} />
        <Refused by={choose.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={choose.isPending}>
          {t("newPassword.enter")}
        </Button>
        <Button kind="plain" onPress={() => void door.letIn(step.me)}>
          {t("newPassword.later")}
        </Button>
      </form>
    </>
  );
}
