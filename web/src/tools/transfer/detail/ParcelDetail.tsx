// One parcel, followed: who took what, what happened, and what the sender may still do.

import { useTranslation } from "react-i18next";

import type { Parcel } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge, ButtonLink, Notice } from "@/ui";

import { nearDay } from "../model/days";
import { nameOf } from "../model/people";
import { ContentsList } from "./ContentsList";
import { DetailActions } from "./DetailActions";
import { FollowTable } from "./FollowTable";
import { Trail } from "./Trail";

export function ParcelDetail({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const { state } = parcel;
  const bounced = parcel.recipients.filter(({ mail }) => mail === "bounced" || mail === "failed");

  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll t-detail" tabIndex={0} role="region" aria-label={parcel.title || t("untitled")}>
      <div className="inline g2 wrap">
        <h2 className="title-2">{parcel.title || t("untitled")}</h2>
        {state === "withdrawn" && <Badge kind="danger">{t("row.withdrawn")}</Badge>}
        {state === "expired" && <Badge>{t("row.expired")}</Badge>}
        {state === "waiting" && <Badge kind="accent">{t("row.waiting")}</Badge>}
      </div>
      <p className="meta t-facts">
        {[
          parcel.sent_at ? t(`detail.sent.${nearDay(parcel.sent_at)}`, { when: format.full(parcel.sent_at), time: format.time(parcel.sent_at) }) : t("detail.notSent"),
          t("detail.files", { count: parcel.files.length, size: format.size(parcel.size) }),
          state === "sent" ? t("detail.until", { day: format.day(parcel.ends_on) }) : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {parcel.teams.length > 0 && <p className="meta t-facts">{t("detail.teams", { count: parcel.teams.length, names: format.list(parcel.teams.map(({ name }) => name)) })}</p>}
      {state === "waiting" && parcel.awaited > parcel.files.length && <Notice kind="warn">{t("detail.absent", { count: parcel.awaited - parcel.files.length })}</Notice>}
      {(state === "draft" || state === "waiting") && (
        <ButtonLink kind="main" href={`/transfer/parcels/${parcel.id}/edit`}>
          {t("detail.continue")}
        </ButtonLink>
      )}
      {state === "sent" && <DetailActions parcel={parcel} />}
      {state === "sent" && bounced.length > 0 && (
        <Notice kind="warn">{t("detail.bounced", { count: bounced.length, names: format.list(bounced.map(nameOf)) })}</Notice>
      )}
      {parcel.recipients.length > 0 && parcel.sent_at && <FollowTable parcel={parcel} />}
      {parcel.events.length > 0 && <Trail parcel={parcel} />}
      {parcel.files.length > 0 && <ContentsList parcel={parcel} />}
      {parcel.message && (
        <>
          <div className="group t-part">
            <h3>{t("detail.message")}</h3>
          </div>
          <blockquote className="t-quote reading" lang={parcel.language}>
            {parcel.message}
          </blockquote>
        </>
      )}
    </div>
  );
}
