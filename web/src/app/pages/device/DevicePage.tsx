// A screen without a keyboard shows a code; it is typed here, where one is signed in.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { ArrowRight, Ban, Check } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import { Button, ButtonLink, EmptyState, Notice, SkeletonRows, TextField } from "@/ui";
import { useSearchParam } from "../../address";
import { usePageTitle } from "../../PageHead";
import { Refused } from "../../Refused";
import { useSay } from "../../say";
import { AccountLine } from "../connect/AccountLine";
import { ClientLine } from "../connect/ClientLine";
import { ScopeList } from "../connect/ScopeList";
import { Doorstep, GoodToKnow } from "../doorstep/Doorstep";

export default function DevicePage() {
  const { t } = useTranslation("connect");
  const [code, setCode] = useSearchParam("user_code");
  const me = useQuery(meQuery);
  usePageTitle(t("device.tab"));
  const here = `/device${code ? `?${new URLSearchParams({ user_code: code })}` : ""}`;
  if (me.data === null) return <Navigate to={"/sign-in" as never} search={{ next: here } as never} replace />;

  return (
    <Doorstep
      beside={
        <GoodToKnow title={t("know")}>
          {(["yours", "close"] as const).map((word) => (
            <li key={word} className="soft">
              {t(`device.know_${word}`)}
            </li>
          ))}
        </GoodToKnow>
      }
    >
      {me.isPending && <SkeletonRows rows={3} />}
      {me.data && !code && <CodeForm onCode={(typed) => setCode(typed, true)} />}
      {me.data && code && <Decision code={code} account={me.data.person} here={here} onOther={() => setCode(null)} />}
    </Doorstep>
  );
}

function CodeForm({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation("connect");
  const [code, setCode] = useState("");

  function go(event: FormEvent) {
    event.preventDefault();
    if (code.trim()) onCode(code.trim());
  }

  return (
    <>
      <h1 className="title-1">{t("device.title")}</h1>
      <p className="reading soft lede">{t("device.lede")}</p>
      <form onSubmit={go}>
        <TextField
          size="l"
          autoFocus
          name="user-code"
          autoComplete="off"
          label={t("device.code")}
          help={t("device.codeHelp")}
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
          inputClassName="code-input"
          inputProps={{ spellCheck: false, autoCapitalize: "characters", maxLength: 12 }}
        />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} isDisabled={!code.trim()}>
          {t("device.go")}
        </Button>
      </form>
    </>
  );
}

interface DecisionProps {
  code: string;
  account: { name: string; address: string };
  here: string;
  onOther: () => void;
}

function Decision({ code, account, here, onOther }: DecisionProps) {
  const { t } = useTranslation("connect");
  const say = useSay();
  const asked = useQuery({
    queryKey: ["provider", "device-request", code],
    queryFn: () => take(api.GET("/api/provider/device-requests/{user_code}", { params: { path: { user_code: code } } })),
    staleTime: Infinity,
    retry: false,
  });
  const decide = useMutation({
    mutationFn: (allow: boolean) => take(api.POST("/api/provider/device-requests/{user_code}/decisions", { params: { path: { user_code: code } }, body: { allow } })),
  });

  if (decide.isSuccess) {
    const allowed = decide.variables;
    return (
      <EmptyState level={1} icon={allowed ? Check : Ban} title={t(allowed ? "device.allowedTitle" : "device.refusedTitle")} deeds={<ButtonLink href="/">{t("problemDeed")}</ButtonLink>}>
        {t(allowed ? "device.allowedText" : "device.refusedText", { name: asked.data?.client.name ?? "" })}
      </EmptyState>
    );
  }
  if (asked.isPending) return <SkeletonRows rows={4} />;
  if (asked.error) {
    return (
      <>
        <h1 className="title-1">{t("device.title")}</h1>
        <Notice kind="danger" alert>{say(asked.error)}</Notice>
        <div>
          <Button kind="main" onPress={onOther}>
            {t("device.other")}
          </Button>
        </div>
      </>
    );
  }
  const { client, scopes } = asked.data;
  return (
    <>
      <h1 className="title-1">{t("device.asks", { name: client.name })}</h1>
      <p className="reading soft lede">{t("device.asksText", { code })}</p>
      <ClientLine client={client} />
      <Notice kind="warn">{t("device.warning")}</Notice>
      <ScopeList scopes={scopes} />
      <section aria-label={t("with")}>
        <h2 className="title-4">{t("with")}</h2>
        <AccountLine account={account} here={here} />
      </section>
      <Refused by={decide.error} />
      <div className="deeds">
        <Button kind="line" size="l" busy={decide.isPending && decide.variables === false} onPress={() => decide.mutate(false)}>
          {t("refuse")}
        </Button>
        <Button kind="main" size="l" busy={decide.isPending && decide.variables} onPress={() => decide.mutate(true)}>
          {t("device.allow")}
        </Button>
      </div>
    </>
  );
}
