// An application asks to sign out of the house as well: nobody is put out without having said so. Ministries send browsers
// back here once they are signed out there.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { problemOf } from "@/api/problem";
import { meQuery } from "@/api/queries";
import { Avatar, Button, ButtonLink, EmptyState, SkeletonRows } from "@/ui";
import { useSearchParam } from "../../address";
import { usePageTitle } from "../../PageHead";
import { Refused } from "../../Refused";
import { signOut } from "../../signOut";
import { TroubleState } from "../../TroubleState";
import { leaveFor } from "../connect/leave";
import { Doorstep } from "../doorstep/Doorstep";

type Done = "out" | "stayed";

export default function SignOutPage() {
  const { t } = useTranslation("connect");
  const [request] = useSearchParam("request");
  const [done, setDone] = useState<Done | null>(null);
  usePageTitle(t("signOut.tab"));
  return (
    <Doorstep>
      {done ? <Ending done={done} /> : request ? <Asked id={request} onDone={setDone} /> : <Plain onDone={setDone} />}
    </Doorstep>
  );
}

function Asked({ id, onDone }: { id: string; onDone: (done: Done) => void }) {
  const asked = useQuery({
    queryKey: ["provider", "sign-out", id],
    queryFn: () => take(api.GET("/api/provider/sign-outs/{id}", { params: { path: { id } } })),
    retry: false,
  });
  const decide = useMutation({
    mutationFn: (out: boolean) => take(api.POST("/api/provider/sign-outs/{id}/decisions", { params: { path: { id } }, body: { sign_out: out } })),
    onSuccess: ({ redirect_to }, out) => (redirect_to ? leaveFor(redirect_to) : onDone(out ? "out" : "stayed")),
  });
  if (asked.isPending) return <SkeletonRows rows={2} />;
  if (asked.error && [404, 410].includes(problemOf(asked.error).status)) return <Plain onDone={onDone} />;
  if (asked.error) return <TroubleState level={1} error={asked.error} onRetry={() => void asked.refetch()} />;
  return <Question client={asked.data.client?.name} account={asked.data.account?.name ?? undefined} busy={decide.isPending} error={decide.error} onAnswer={(out) => decide.mutate(out)} />;
}

/** Nothing was asked by anyone, or too long ago: one may still leave. */
function Plain({ onDone }: { onDone: (done: Done) => void }) {
  const me = useQuery(meQuery);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: (ministry) => (ministry ? window.location.replace(ministry) : onDone("out")),
  });
  if (me.isPending) return <SkeletonRows rows={2} />;
  if (!me.data) return <Ending done="out" />;
  return <Question account={me.data.person.name} busy={leave.isPending} error={leave.error} onAnswer={(out) => (out ? leave.mutate() : onDone("stayed"))} />;
}

interface QuestionProps {
  client?: string;
  account?: string;
  busy: boolean;
  error: unknown;
  onAnswer: (out: boolean) => void;
}

function Question({ client, account, busy, error, onAnswer }: QuestionProps) {
  const { t } = useTranslation("connect");
  return (
    <>
      <h1 className="title-1">{t("signOut.title")}</h1>
      <p className="reading soft lede">{client ? t("signOut.asked", { client }) : t("signOut.plain")}</p>
      {account && (
        <div className="who-asks">
          <Avatar name={account} />
          <div>
            <b>{account}</b>
          </div>
        </div>
      )}
      <Refused by={error} />
      <div className="deeds">
        <Button kind="line" size="l" onPress={() => onAnswer(false)}>
          {t("signOut.stay")}
        </Button>
        <Button kind="main" size="l" icon={LogOut} busy={busy} onPress={() => onAnswer(true)}>
          {t("signOut.deed")}
        </Button>
      </div>
    </>
  );
}

function Ending({ done }: { done: Done }) {
  const { t } = useTranslation("connect");
  const out = done === "out";
  return (
    <EmptyState level={1} icon={Check} title={t(out ? "signOut.outTitle" : "signOut.stayedTitle")}>
      {t(out ? "signOut.outText" : "signOut.stayedText")}
      {/* A page of its own: what one person saw must not wait in memory for the next one. */}
      <p className="deeds">
        {out ? (
          <a className="button line" href="/sign-in">
            {t("signOut.again")}
          </a>
        ) : (
          <ButtonLink href="/">{t("problemDeed")}</ButtonLink>
        )}
      </p>
    </EmptyState>
  );
}
