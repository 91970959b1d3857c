// Applications that may sign their people in here: those the house chose, and those that came by themselves.
import { useQuery } from "@tanstack/react-query";
import { AppWindow, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { OauthClient } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, ButtonLink, EmptyState, ListRow, Rows, SkeletonRows } from "@/ui";
import { PageHead } from "../../../PageHead";
import { TroubleState } from "../../../TroubleState";
import { hostOf } from "../../connect/ClientLine";
import "../connections.css";
import { clientsKey } from "./keys";

export default function ClientsPage() {
  const { t } = useTranslation("connections");
  const clients = useQuery({ queryKey: clientsKey, queryFn: () => take(api.GET("/api/provider/clients")) });
  const all = clients.data?.clients ?? [];
  const chosen = all.filter(({ registered }) => registered === "admin");
  const came = all.filter(({ registered }) => registered !== "admin");
  const add = (
    <ButtonLink kind="main" icon={Plus} href="/admin/applications/new">
      {t("clients.add")}
    </ButtonLink>
  );
  return (
    <>
      <PageHead title={t("clients.title")} end={all.length > 0 && add} />
      <div className="body connections">
        {clients.isPending && <SkeletonRows rows={4} />}
        {clients.error && <TroubleState error={clients.error} onRetry={() => void clients.refetch()} />}
        {clients.data && all.length === 0 && (
          <EmptyState icon={AppWindow} title={t("clients.none")} deeds={add}>
            {t("clients.noneText")}
          </EmptyState>
        )}
        {all.length > 0 && <p className="lede soft">{t("clients.lede")}</p>}
        <Group name={t("clients.chosen")} clients={chosen} />
        <Group name={t("clients.came")} clients={came} />
      </div>
    </>
  );
}

function Group({ name, clients }: { name: string; clients: readonly OauthClient[] }) {
  if (clients.length === 0) return null;
  return (
    <>
      <h2 className="group">{name}</h2>
      <Rows label={name}>
        {clients.map((client) => (
          <ClientRow key={client.id} client={client} />
        ))}
      </Rows>
    </>
  );
}

function ClientRow({ client }: { client: OauthClient }) {
  const { t } = useTranslation(["connections", "connect"]);
  const format = useFormat();
  const host = hostOf(client.uri) || hostOf(client.redirect_uris[0]);
  return (
    <ListRow
      href={`/admin/applications/${client.id}`}
      lead={<Avatar name={client.name} kind={client.verified ? "room" : "unknown"} />}
      title={client.name}
      beside={!client.verified && <Badge kind="unknown">{t("connect:unverified")}</Badge>}
      detail={[host, t("clients.since", { day: format.day(client.created_at) })].filter(Boolean).join(" · ")}
      end={client.trusted && <Badge kind="accent">{t("clients.trustedBadge")}</Badge>}
    />
  );
}
