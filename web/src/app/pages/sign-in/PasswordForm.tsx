// Second step for those who have a password; a code by mail stands beside it.
import { ArrowRight, Eye, EyeOff, Mail } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton, Notice, TextField } from "@/ui";
import { useSay } from "../../say";
import { Whose } from "./Whose";
import type { Door, Step } from "./useSignIn";

export function PasswordForm({ door, step }: { door: Door; step: Extract<Step, { is: "password" }> }) {
  const { t } = useTranslation("sign-in");
  const say = useSay();
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);

  function go(event: FormEvent) {
    event.preventDefault();
    if (password) door.password.mutate({ address: step.address, password });
  }

  return (
    <>
      <h1 className="title-1">{t("password.title")}</h1>
      <form className="after" onSubmit={go}>
        <Whose address={step.address} organisation={step.organisation?.name} onChange={door.back} />
        {/* Lets a password manager see which account the password belongs to. */}
        <input className="heard" type="email" autoComplete="username" value={step.address} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField
          size="l"
          autoFocus
          type={shown ? "text" : "password"}
          name="password"
          autoComplete="current-password"
          label={t("password.label")}
          value={password}
          onChange={setPassword}
          end={<IconButton icon={shown ? EyeOff : Eye} size="s" label={t(shown ? "password.hide" : "password.show")} onPress={() => setShown(!shown)} />}
        />
        {door.password.error && <Notice kind="danger" alert>{say(door.password.error)}</Notice>}
        {door.sendCode.error && <Notice kind="danger" alert>{say(door.sendCode.error)}</Notice>}
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={door.password.isPending}>
          {t("password.enter")}
        </Button>
        <Button kind="plain" icon={Mail} busy={door.sendCode.isPending} onPress={() => door.sendCode.mutate(step.address)}>
          {t("password.codeInstead")}
        </Button>
      </form>
    </>
  );
}
