// Parcels sent, received, being written or ended; beside the list, the one being looked at.

import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams } from "@tanstack/react-router";
import { ArrowLeft, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState, usePageTitle } from "@/app";
import { ButtonLink, Icon, SkeletonRows } from "@/ui";

import { BoxList } from "../box/BoxList";
import { BoxTabs } from "../box/BoxTabs";
import { ParcelDetail } from "../detail/ParcelDetail";
import { useRows } from "../box/useRows";
import { type Box, parcelQuery } from "../queries";
import "../transfer.css";

const BOXES: readonly Box[] = ["sent", "received", "drafts", "ended"];

export default function BoxPage() {
  const { t } = useTranslation("transfer");
  const { id } = useParams({ strict: false }) as { id?: string };
  const path = useLocation({ select: ({ pathname }) => pathname.split("/")[2] });
  const shown = useQuery({ ...parcelQuery(id ?? ""), enabled: id !== undefined });
  const state = shown.data?.state;
  const asked = BOXES.find((box) => box === path);
  const box: Box = asked ?? (state === "expired" || state === "withdrawn" ? "ended" : state === "draft" || state === "waiting" ? "drafts" : "sent");
  const rows = useRows(box);
  const paned = box === "sent" || box === "ended";
  // On a wide screen the pane is never left empty beside a list: the newest parcel stands in it.
  const beside = id ?? (paned ? rows.parcels[0]?.id : undefined);
  usePageTitle(id && shown.data ? shown.data.title || t("untitled") : t(`box.${box}`));

  return (
    <>
      <header className={`head ${id ? "desk" : ""}`}>
        <h1 className="title-2 cut">{t("box.title")}</h1>
        <div className="end">
          <ButtonLink kind="main" icon={Plus} href="/transfer/new">
            {t("compose.new")}
          </ButtonLink>
        </div>
      </header>
      {id && (
        <header className="head phone t-back">
          <ButtonLink kind="plain" className="only" href={`/transfer/${box}`} aria-label={t("box.back")}>
            <Icon of={ArrowLeft} />
          </ButtonLink>
          <h1 className="title-3 cut">{t("box.title")}</h1>
        </header>
      )}
      <BoxTabs box={box} counts={rows.counts} hiddenOnPhone={id !== undefined} />
      <div className={paned && rows.parcels.length > 0 ? "columns t-box" : "columns"}>
        <section className={`column t-list ${id ? "desk" : ""}`} aria-label={t(`box.${box}`)}>
          <BoxList box={box} rows={rows} current={beside} opened={id} />
        </section>
        {paned && beside !== undefined && (
          <section className={`column ${id ? "" : "desk"}`} aria-label={t("detail.name")}>
            <Beside id={beside} />
          </section>
        )}
      </div>
    </>
  );
}

function Beside({ id }: { id: string }) {
  const parcel = useQuery(parcelQuery(id));
  if (parcel.data) return <ParcelDetail key={id} parcel={parcel.data} />;
  if (parcel.error) return <TroubleState error={parcel.error} onRetry={() => void parcel.refetch()} />;
  return <SkeletonRows rows={4} />;
}
