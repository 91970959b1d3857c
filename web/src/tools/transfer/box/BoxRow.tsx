// One parcel in a list: its subject, its people, and the one figure that matters in this box.

import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ParcelRow } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Dot, IconButton, ListRow } from "@/ui";

import { useDiscard } from "../compose/discard";
import { daysUntil, lastDay } from "../model/days";
import { nameOf, senderName } from "../model/people";
import type { Box } from "../queries";

export function BoxRow({ box, row, current, dim }: { box: Box; row: ParcelRow; current: boolean; dim: boolean }) {
  const { t } = useTranslation("transfer");
  const people = usePeople();
  const format = useFormat();
  const title = row.title || t("untitled");
  // Nothing yet has no weight worth a word.
  const size = row.files_total > 0 ? format.size(row.size) : "";
  const selected = current ? (dim ? "t-row t-current t-only-wide" : "t-row t-current") : "t-row";

  if (box === "received") {
    return (
      <ListRow
        className="t-row"
        lead={
          <>
            <Dot off={row.opened} label={row.opened ? undefined : t("row.new")} />
            <Avatar name={row.sender?.name ?? "?"} kind={row.sender?.agent === false ? "external" : "agent"} />
          </>
        }
        title={title}
        strong={!row.opened}
        beside={row.sender?.agent === false && <Badge kind="external">{t("kind.external")}</Badge>}
        detail={[row.sender && senderName(row.sender), t("files.count", { count: row.files_total }), size].filter(Boolean).join(" · ")}
        href={`/r/${row.key ?? ""}`}
        end={<Ends row={row} first={row.sent_at ? format.when(row.sent_at) : ""} />}
      />
    );
  }
  if (box === "drafts") {
    return (
      <ListRow
        className="t-row"
        title={title}
        detail={[people(row), t("files.count", { count: row.files_total }), size].filter(Boolean).join(" · ")}
        href={`/transfer/parcels/${row.id}/edit`}
        end={
          <>
            <span className="t-end num">
              {row.state === "waiting" ? <span className="warm">{t("row.waiting")}</span> : format.when(row.updated_at)}
            </span>
            {row.state === "draft" && <Discard row={row} title={title} />}
          </>
        }
      />
    );
  }
  return (
    <ListRow
      className={selected}
      current={current}
      title={title}
      detail={[people(row), size].filter(Boolean).join(" · ")}
      href={`/transfer/parcels/${row.id}`}
      end={
        box === "sent" ? (
          <Ends row={row} first={<Taken row={row} />} />
        ) : (
          <span className="t-end num">
            {t(`row.${row.state === "withdrawn" ? "withdrawn" : "expired"}`)}
            <small>{format.when(row.state === "withdrawn" ? row.updated_at : row.expires_at)}</small>
          </span>
        )
      }
    />
  );
}

/** "2/3", or that nobody took anything although the end is near. */
function Taken({ row }: { row: ParcelRow }) {
  const { t } = useTranslation("transfer");
  if (row.downloaded_by === 0 && daysUntil(lastDay(row.expires_at), new Date()) <= 2) return <span className="warn">{t("row.untouched")}</span>;
  return (
    <>
      <span aria-hidden="true">
        {row.downloaded_by}/{row.recipients_total}
      </span>
      <span className="heard">{t("row.taken", { count: row.recipients_total, taken: row.downloaded_by })}</span>
    </>
  );
}

function Ends({ row, first }: { row: ParcelRow; first: ReactNode }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const day = lastDay(row.expires_at);
  const soon = daysUntil(day, new Date()) <= 2;
  return (
    <span className="t-end num">
      {first}
      <small className={soon ? "warn" : undefined}>
        <span className="heard">{t("row.ends")} </span>
        {format.until(day)}
      </small>
    </span>
  );
}

function Discard({ row, title }: { row: ParcelRow; title: string }) {
  const { t } = useTranslation("transfer");
  const discard = useDiscard(row.id);
  return <IconButton size="s" icon={Trash2} label={t("compose.discardNamed", { title })} onPress={() => discard(row.title)} />;
}

/** "1 externe, 2 agents", or the one name. */
function usePeople(): (row: ParcelRow) => string {
  const { t } = useTranslation("transfer");
  return ({ recipients, recipients_total: total, externals, teams }) => {
    if (teams.length > 0) return [...teams, ...recipients.map(nameOf)].join(", ");
    if (total === 0) return t("row.noOne");
    if (total === 1 && recipients[0]) return nameOf(recipients[0]);
    const agents = total - externals;
    return [externals > 0 ? t("row.externals", { count: externals }) : "", agents > 0 ? t("row.agents", { count: agents }) : ""].filter(Boolean).join(", ");
  };
}
