// What someone sees who was sent a parcel: from whom, what, until when, and the files. Open to anyone with the address.

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { problemOf } from "@/api/problem";
import { TroubleState, useBrand, useMaybeMe, usePageTitle } from "@/app";
import { chooseLanguage } from "@/i18n";
import { Icon, Link, SkeletonRows, ToolMark } from "@/ui";

import { LeftTeam } from "../receive/LeftTeam";
import { Slip } from "../receive/Slip";
import { UnknownLink } from "../receive/UnknownLink";
import { receivedQuery } from "../queries";
import "../transfer.css";

export default function ReceivePage() {
  const { t, i18n } = useTranslation("transfer");
  const { key } = useParams({ strict: false }) as { key: string };
  const brand = useBrand()("transfer").name;
  const me = useMaybeMe();
  const received = useQuery({ ...receivedQuery(key), retry: (failures, error) => !problemOf(error).notFound && problemOf(error).status !== 403 && failures < 2 });
  usePageTitle(received.data ? received.data.title || t("untitled") : t("receive.tab"));
  const other = i18n.language === "en" ? "fr" : "en";

  return (
    <main className="t-out">
      <header className="inline g2">
        <Link bare className="brand t-brand" href={me ? "/transfer/received" : "/"}>
          <ToolMark tool="transfer" size="l" />
          {brand}
        </Link>
        <span className="tiny push inline t-service">
          <Icon of={ShieldCheck} size="s" />
          {t("receive.service")}
        </span>
      </header>
      {received.data ? (
        <Slip parcel={received.data} parcelKey={key} />
      ) : (
        <section className="t-slip">
          {!received.error ? <SkeletonRows rows={4} /> : problemOf(received.error).notFound ? <UnknownLink /> : problemOf(received.error).code === "transfer.left_team" ? <LeftTeam /> : <TroubleState level={1} error={received.error} onRetry={() => void received.refetch()} />}
        </section>
      )}
      <p className="tiny t-foot">
        {me && (
          <>
            <Link href="/transfer/received">{t("receive.mine")}</Link>
            {" · "}
          </>
        )}
        <button type="button" className="link" lang={other} onClick={() => void chooseLanguage(other)}>
          {t(`languages.${other}`)}
        </button>
      </p>
    </main>
  );
}
