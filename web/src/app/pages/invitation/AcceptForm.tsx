// One's name as others will read it, and the way one will come in: a password, a passkey, or codes by mail.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, UserRound } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Invitation } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, Icon, Notice, RadioGroup, TextField } from "@/ui";
import { isLongEnough, NewPasswordField } from "../../proofs/NewPasswordField";
import { AccountOfPassword } from "../../proofs/PasswordField";
import { knowsPasskeys } from "../../proofs/webauthn";
import { Refused } from "../../Refused";
import { useMaybeMe } from "../../session";
import type { Door } from "../sign-in/useSignIn";

type Way = "password" | "passkey" | "code";

export function AcceptForm({ invitation, linkKey, door }: { invitation: Invitation; linkKey: string; door: Door }) {
  const { t } = useTranslation("invitation");
  const format = useFormat();
  const me = useMaybeMe();
  const [name, setName] = useState(invitation.name);
  const [way, setWay] = useState<Way>("password");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const ways: Way[] = knowsPasskeys() ? ["password", "passkey", "code"] : ["password", "code"];
  const { invited_by: host, until } = invitation;

  const accept = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/identity/invitations/{key}/acceptances", {
          params: { path: { key: linkKey } },
          body: way === "password" ? { name: name.trim(), password } : { name: name.trim() },
        }),
      ),
    // Who has an account here already may owe a second factor; all others are in.
    onSuccess: (answer) => door.enter(answer, way === "passkey" ? "/account/security?dialog=passkey" : undefined),
  });

  function go(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() && (way !== "password" || isLongEnough(password))) accept.mutate();
  }

  return (
    <>
      <h1 className="title-1">{t("title", { host: host.name })}</h1>
      <p className="reading soft lede">{t(invitation.kind === "guest" ? "guestLede" : "agentLede", { organisation: host.organisation ?? host.name })}</p>
      <form onSubmit={go} noValidate>
        <div className="found">
          <Icon of={UserRound} />
          <div className="grow">
            <b className="medium">{invitation.address}</b>
            {until && <span className="meta">{t("until", { day: format.day(until) })}</span>}
          </div>
        </div>
        {me && <Notice kind="warn">{t("signedInAs", { name: me.person.name, address: invitation.address })}</Notice>}
        <TextField size="l" name="name" autoComplete="name" label={t("name")} help={t("nameHelp")} value={name} onChange={setName} error={tried && !name.trim() ? t("noName") : null} />
        <RadioGroup label={t("way")} value={way} onChange={setWay} choices={ways.map((id) => ({ id, name: t(`ways.${id}`), description: t(`wayTexts.${id}`) }))} />
        {way === "password" && (
          <>
            <AccountOfPassword address={invitation.address} />
            <NewPasswordField size="l" tried={tried} value={password} onChange={setPassword} />
          </>
        )}
        <Refused by={accept.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={accept.isPending}>
          {t("accept")}
        </Button>
      </form>
    </>
  );
}
