// The slip of a parcel: its sender, its words, its files, and what to do when it is no longer there.

import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ReceivedParcel } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Notice } from "@/ui";

import { daysUntil } from "../model/days";
import { senderName } from "../model/people";
import { ReceivedFiles } from "./ReceivedFiles";

export function Slip({ parcel, parcelKey }: { parcel: ReceivedParcel; parcelKey: string }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const { sender, state } = parcel;
  const left = daysUntil(parcel.ends_on, new Date());

  return (
    <section className="t-slip">
      <div className="t-slip-in">
        <p className="meta t-for">{parcel.for_team ? t("receive.forTeam", { team: parcel.for_team }) : t("receive.for", { address: parcel.for_address })}</p>
        <h1 className="title-2">{parcel.title || t("untitled")}</h1>
        <div className="inline g3 t-sender">
          <Avatar name={sender.name} initials={sender.initials} kind={sender.agent ? "agent" : "external"} />
          <div>
            <b className="medium inline wrap t-sender-name">
              {senderName(sender)}
              {sender.agent ? (
                <Badge kind="ok" icon={BadgeCheck}>
                  {t("receive.agent")}
                </Badge>
              ) : (
                <Badge kind="external">{t("kind.external")}</Badge>
              )}
            </b>
            {sender.organisation && <small className="meta">{sender.organisation}</small>}
            {sender.agent && <small className="meta">{sender.address}</small>}
          </div>
        </div>
        {parcel.message && (
          <blockquote className="reading t-quote" lang={parcel.language}>
            {parcel.message}
          </blockquote>
        )}
        {state === "sent" ? (
          <ReceivedFiles parcel={parcel} parcelKey={parcelKey} />
        ) : (
          <div className="t-over">
            <Notice kind={state === "withdrawn" ? "warn" : "warm"}>
              <b className="medium">{t(`receive.${state}.title`, { day: format.day(parcel.ends_on) })}</b>
              <br />
              {t(`receive.${state}.text`, { name: sender.name })}{" "}
              <a className="link" href={`mailto:${sender.address}?subject=${encodeURIComponent(parcel.title)}`}>
                {t("receive.write", { name: sender.name })}
              </a>
            </Notice>
          </div>
        )}
      </div>
      {state === "sent" && (
        <footer className="meta">
          <span>
            {t("receive.until", { day: format.day(parcel.ends_on) })}
            {left <= 2 && <b className="warn medium"> {t("receive.soon", { when: format.until(parcel.ends_on) })}</b>}
          </span>
        </footer>
      )}
    </section>
  );
}
