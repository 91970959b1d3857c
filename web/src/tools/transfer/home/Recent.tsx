// On home: drafts under way first, then what was sent last.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { HomeList, type HomeProps, ShortRow } from "@/app";
import { useFormat } from "@/i18n/format";
import { Link } from "@/ui";

import { boxQuery } from "../queries";

const DRAFTS = 2;
const SHOWN = 5;

export default function Recent({ report }: HomeProps) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const drafts = useInfiniteQuery(boxQuery("drafts"));
  const sent = useInfiniteQuery(boxQuery("sent"));
  const ready = !drafts.isPending && !sent.isPending;
  const draftRows = drafts.data?.pages.flatMap(({ parcels }) => parcels).slice(0, DRAFTS) ?? [];
  const sentRows = sent.data?.pages.flatMap(({ parcels }) => parcels).slice(0, SHOWN - draftRows.length) ?? [];
  const empty = draftRows.length + sentRows.length === 0;

  useEffect(() => {
    if (ready) report({ waiting: 0, empty });
  }, [ready, empty, report]);

  if (empty) return null;
  return (
    <HomeList title={t("home.recent")} end={<Link href="/transfer/sent">{t("home.all")}</Link>}>
      {draftRows.map((row) => (
        <ShortRow
          key={row.id}
          tool="transfer"
          title={row.title || t("untitled")}
          detail={[t(row.state === "waiting" ? "row.waiting" : "home.draft"), t("files.count", { count: row.files_total })].join(" · ")}
          href={`/transfer/parcels/${row.id}/edit`}
          when={format.when(row.updated_at)}
        />
      ))}
      {sentRows.map((row) => (
        <ShortRow
          key={row.id}
          tool="transfer"
          title={row.title || t("untitled")}
          detail={row.downloaded_by === 0 ? t("home.untouched") : t("home.taken", { count: row.recipients_total, taken: row.downloaded_by })}
          href={`/transfer/parcels/${row.id}`}
          when={row.sent_at ? format.when(row.sent_at) : undefined}
        />
      ))}
    </HomeList>
  );
}
