// What happened in the house, told as sentences, newest first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { AuditFact } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, EmptyState, Select, SkeletonRows } from "@/ui";
import { useSearchParam } from "../../address";
import { useBrand } from "../../brands";
import { PageHead } from "../../PageHead";
import { SecondFactorAdvice } from "../../proofs/SecondFactorAdvice";
import { useHouse } from "../../session";
import { TroubleState } from "../../TroubleState";
import "./admin.css";
import { useSentence } from "./useSentence";

const everything = "all";
const atOnce = 50;

export default function JournalPage() {
  const { t } = useTranslation("admin");
  const brand = useBrand();
  const house = useHouse();
  const [action, setAction] = useSearchParam("action");
  const facts = useInfiniteQuery({
    queryKey: ["audit", "fact", action],
    queryFn: ({ pageParam }) =>
      take(api.GET("/api/audit/facts", { params: { query: { action: action ?? undefined, before: pageParam ?? undefined, limit: atOnce } } })),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next ?? null,
    refetchInterval: 30_000,
  });
  const all = facts.data?.pages.flatMap((page) => page.facts) ?? [];

  return (
    <>
      <PageHead title={t("journal.title")} />
      <div className="filters">
        <Select
          hideLabel
          className="inline"
          label={t("journal.about")}
          value={action ?? everything}
          onChange={(id) => setAction(id === everything ? null : id)}
          choices={[
            { id: everything, name: t("journal.everything") },
            { id: "identity", name: t("journal.identity") },
            { id: "access", name: t("journal.access") },
            { id: "directory", name: t("journal.directory") },
            { id: "hub", name: t("journal.hub") },
            { id: "provider", name: t("journal.provider") },
            { id: "house", name: t("journal.house") },
            ...house.tools.map(({ name }) => ({ id: name, name: brand(name).name })),
          ]}
        />
        <span className="meta">{t("journal.lede")}</span>
      </div>
      <div className="body journal">
        <SecondFactorAdvice />
        {facts.isPending && <SkeletonRows rows={8} lead={false} />}
        {facts.error && <TroubleState error={facts.error} onRetry={() => void facts.refetch()} />}
        {facts.data && all.length === 0 && (
          <EmptyState icon={ScrollText} title={t("journal.none")}>
            {t("journal.noneText")}
          </EmptyState>
        )}
        <Days facts={all} />
        {facts.hasNextPage && (
          <p className="more">
            <Button busy={facts.isFetchingNextPage} onPress={() => void facts.fetchNextPage()}>
              {t("journal.more")}
            </Button>
          </p>
        )}
      </div>
    </>
  );
}

function Days({ facts }: { facts: readonly AuditFact[] }) {
  const format = useFormat();
  const days = new Map<string, AuditFact[]>();
  for (const fact of facts) {
    const day = format.day(fact.told_at);
    days.set(day, [...(days.get(day) ?? []), fact]);
  }
  return [...days].map(([day, told]) => (
    <Fragment key={day}>
      <h2 className="group">{day}</h2>
      <ul className="rows">
        {told.map((fact) => (
          <FactRow key={fact.number} fact={fact} />
        ))}
      </ul>
    </Fragment>
  ));
}

function FactRow({ fact }: { fact: AuditFact }) {
  const format = useFormat();
  const sentence = useSentence();
  return (
    <li>
      <time className="tell num" dateTime={fact.told_at}>
        {format.time(fact.told_at)}
      </time>
      <span className="grow">{sentence(fact)}</span>
      <code className="code">
        {fact.number} · {fact.action}
      </code>
    </li>
  );
}
