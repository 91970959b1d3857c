// A new password. The current one is asked of those who have one; the server knows who does.
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, Checkbox, Notice, showToast, TextField } from "@/ui";
import { useSay } from "../../say";
import { useMe } from "../../session";

const shortest = 12;

export function PasswordForm() {
  const { t } = useTranslation("account");
  const say = useSay();
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [shown, setShown] = useState(false);
  const [tooShort, setTooShort] = useState(false);

  const change = useMutation({
    mutationFn: () => take(api.PUT("/api/identity/me/password", { body: { current: current || null, new: next } })),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      showToast({ text: t("password.changed") });
    },
  });

  function go(event: FormEvent) {
    event.preventDefault();
    setTooShort(next.length < shortest);
    if (next.length >= shortest) change.mutate();
  }

  const type = shown ? "text" : "password";
  return (
    <section aria-labelledby="password">
      <h2 className="title-3" id="password">
        {t("password.title")}
      </h2>
      <form onSubmit={go}>
        <input className="heard" type="email" autoComplete="username" value={me.person.address} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField label={t("password.current")} help={t("password.currentHelp")} type={type} name="current" autoComplete="current-password" value={current} onChange={setCurrent} />
        <TextField
          label={t("password.new")}
          help={t("password.newHelp", { count: shortest })}
          error={tooShort && next.length < shortest ? t("password.tooShort", { count: shortest }) : null}
          type={type}
          name="new"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
        />
        <Checkbox checked={shown} onChange={setShown}>
          {t("password.show")}
        </Checkbox>
        {change.error && <Notice kind="danger" alert>{say(change.error)}</Notice>}
        <div className="deeds">
          <Button type="submit" busy={change.isPending} isDisabled={!next}>
            {t("password.change")}
          </Button>
        </div>
      </form>
    </section>
  );
}
