// An application asks to know somebody: who it is, what it will learn, with which account; allowed or refused.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { problemOf } from "@/api/problem";
import { meQuery } from "@/api/queries";
import type { ConnectRequest } from "@/api/types";
import { Button, ButtonLink, EmptyState, Notice, SkeletonRows } from "@/ui";
import { usePageTitle } from "../../PageHead";
import { Refused } from "../../Refused";
import { TroubleState } from "../../TroubleState";
import { Doorstep, GoodToKnow } from "../doorstep/Doorstep";
import { goTo } from "../sign-in/useHub";
import { AccountLine } from "./AccountLine";
import { ClientLine } from "./ClientLine";
import { leaveFor } from "./leave";
import { ScopeList } from "./ScopeList";

export default function ConnectPage() {
  const { t } = useTranslation("connect");
  const { request: id = "" } = useParams({ strict: false }) as { request?: string };
  const me = useQuery(meQuery);
  const request = useQuery({
    queryKey: ["provider", "request", id],
    queryFn: () => take(api.GET("/api/provider/requests/{id}", { params: { path: { id } } })),
    staleTime: 0,
    retry: false,
  });
  usePageTitle(request.data ? t("title", { name: request.data.client.name }) : t("tab"));
  const here = `/connect/${encodeURIComponent(id)}`;

  if (request.data?.needs === "sign_in" && me.data === null) return <ToTheDoor request={request.data} here={here} />;
  return (
    <Doorstep
      beside={
        <GoodToKnow title={t("know")}>
          {(["password", "close", "journal"] as const).map((word) => (
            <li key={word} className="soft">
              {t(`know_${word}`)}
            </li>
          ))}
        </GoodToKnow>
      }
    >
      {(request.isPending || me.isPending) && <SkeletonRows rows={4} />}
      {request.error && <Over error={request.error} onRetry={() => void request.refetch()} />}
      {request.data && me.data !== undefined && <Decision id={id} request={request.data} here={here} />}
    </Doorstep>
  );
}

/** Where the application wants them to prove who they are: at a ministry it names, or at our own door. */
function ToTheDoor({ request, here }: { request: ConnectRequest; here: string }) {
  const { login_hint: address, idp_hint: provider } = request;
  const gone = useRef(false);
  useEffect(() => {
    if (!provider || gone.current) return;
    gone.current = true;
    goTo({ id: provider, name: "", hinted: true }, here, address ?? undefined);
  }, [provider, here, address]);

  if (provider) return null;
  return <Navigate to={"/sign-in" as never} search={{ next: here, ...(address ? { address } : {}) } as never} replace />;
}

/** Yes, no, or yes without the proof that the application only wishes. */
type Answer = "allow" | "refuse" | "without";

function Decision({ id, request, here }: { id: string; request: ConnectRequest; here: string }) {
  const { t } = useTranslation("connect");
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (answer: Answer) =>
      take(api.POST("/api/provider/requests/{id}/decisions", { params: { path: { id } }, body: { allow: answer !== "refuse", without_confirming: answer === "without" } })),
    onSuccess: async ({ redirect_to }) => {
      if (redirect_to) leaveFor(redirect_to);
      // The account is chosen; what is asked comes next.
      else await queries.invalidateQueries({ queryKey: ["provider", "request", id] });
    },
  });
  const passes = request.needs === "nothing";
  const passed = useRef(false);
  const { mutate } = decide;
  // Allowed before, or trusted by the house: nothing is asked again.
  useEffect(() => {
    if (!passes || passed.current) return;
    passed.current = true;
    mutate("allow");
  }, [passes, mutate]);

  if (passes && !decide.error) {
    return (
      <>
        <h1 className="title-1">{t("passing", { name: request.client.name })}</h1>
        <div className="late">
          <ClientLine client={request.client} />
        </div>
      </>
    );
  }
  if (decide.error && problemOf(decide.error).status === 410) return <Over error={decide.error} onRetry={() => undefined} />;
  const chooses = request.needs === "select_account";
  const leaves = decide.isSuccess && Boolean(decide.data.redirect_to);
  return (
    <>
      <h1 className="title-1">{t(chooses ? "chooseTitle" : "title", { name: request.client.name })}</h1>
      <ClientLine client={request.client} />
      {!request.client.verified && <Notice kind="warn">{t("unverifiedNotice")}</Notice>}
      {!chooses && <ScopeList scopes={request.scopes} />}
      {request.account && (
        <section aria-label={t("with")}>
          <h2 className="title-4">{t("with")}</h2>
          <AccountLine account={request.account} here={here} />
        </section>
      )}
      {request.needs === "impossible" && <Notice kind="warn">{t("impossibleNotice", { name: request.client.name })}</Notice>}
      {(request.needs === "confirm" || request.needs === "sign_in") && <ConfirmNotice request={request} />}
      <Refused by={decide.error} />
      <div className="deeds">
        <Button kind="line" size="l" busy={decide.isPending && decide.variables === "refuse"} isDisabled={leaves} onPress={() => decide.mutate("refuse")}>
          {t("refuse")}
        </Button>
        {request.optional && (
          <Button kind="line" size="l" busy={decide.isPending && decide.variables === "without"} isDisabled={leaves} onPress={() => decide.mutate("without")}>
            {t("without")}
          </Button>
        )}
        {request.needs !== "impossible" && (
          <Button kind="main" size="l" busy={decide.isPending && decide.variables === "allow"} isDisabled={leaves} onPress={() => decide.mutate("allow")}>
            {t(chooses ? "choose" : request.optional ? "prove" : "allow")}
          </Button>
        )}
      </div>
    </>
  );
}

/** Why one has to show again who one is; and what to do when no way one has is enough. */
function ConfirmNotice({ request }: { request: ConnectRequest }) {
  const { t } = useTranslation("connect");
  const { name } = request.client;
  if (!request.out_of_reach) return <Notice>{t(request.optional ? "wishNotice" : "confirmNotice", { name })}</Notice>;
  return (
    <Notice kind="warn">
      <p>{t("outOfReachNotice", { name })}</p>
      {/* Beside this page, which waits. */}
      <a className="link" href="/account/security" target="_blank" rel="noopener">
        {t("outOfReachDeed")}
      </a>
    </Notice>
  );
}

/** The application did not wait, or the answer was already given. */
function Over({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("connect");
  const problem = problemOf(error);
  if (problem.status !== 410 && !problem.notFound) return <TroubleState level={1} error={error} onRetry={onRetry} />;
  return (
    <EmptyState level={1} icon={Hourglass} title={t("overTitle")} deeds={<ButtonLink href="/">{t("problemDeed")}</ButtonLink>} code={problem.code}>
      {t("overText")}
    </EmptyState>
  );
}
