// On home: parcels received and not opened yet, and drafts whose files need to be chosen again.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { type HomeProps, WaitRow } from "@/app";
import { useFormat } from "@/i18n/format";
import { Avatar, ButtonLink } from "@/ui";

import { lastDay } from "../model/days";
import { senderName } from "../model/people";
import { boxQuery } from "../queries";

const SHOWN = 5;

export default function Waiting({ report }: HomeProps) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const { data } = useInfiniteQuery(boxQuery("received"));
  const fresh = data?.pages.flatMap(({ parcels }) => parcels).filter(({ opened, state }) => !opened && state === "sent") ?? [];
  const waiting = data ? Math.max(fresh.length, data.pages.at(-1)?.counts.received_new ?? 0) : null;

  useEffect(() => {
    if (waiting !== null) report({ waiting, empty: waiting === 0 });
  }, [waiting, report]);

  return fresh.slice(0, SHOWN).map((row) => {
    const sender = row.sender ? senderName(row.sender) : t("trail.someone");
    const href = `/r/${row.key ?? ""}`;
    return (
      <WaitRow
        key={row.key ?? row.id}
        tool="transfer"
        fresh
        lead={<Avatar name={row.sender?.name ?? sender} kind={row.sender?.agent === false ? "external" : "agent"} />}
        title={t("home.sentYou", { name: sender, count: row.files_total, size: format.size(row.size) })}
        detail={[row.title, t("home.ends", { when: format.until(lastDay(row.expires_at)) })].filter(Boolean).join(" · ")}
        href={href}
        acts={
          <ButtonLink size="s" href={href}>
            {t("home.fetch")}
          </ButtonLink>
        }
      />
    );
  });
}
