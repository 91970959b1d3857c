// Applications one let in, each with what it may do and from which device. Closing one ends it everywhere.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Grant } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Button, ListRow, Notice, Rows, showToast, SkeletonRows } from "@/ui";
import { useDialog, useSearchParam } from "../../../address";
import { useSay } from "../../../say";
import { TroubleState } from "../../../TroubleState";
import { AccountSection } from "../parts/AccountSection";
import { GraveDialog } from "../parts/GraveDialog";
import "./applications.css";
import { readScopes } from "../../connect/scopes";

const grantsKey = ["provider", "grant"];

export function ApplicationsList() {
  const { t } = useTranslation("connect");
  const grants = useQuery({ queryKey: grantsKey, queryFn: () => take(api.GET("/api/provider/grants")) });
  const all = grants.data?.grants ?? [];
  // A client leads here to one device of its person, perhaps to close it.
  const [asked, ask] = useSearchParam("device");
  const closing = useDialog("close-device");
  const found = asked ? all.find(({ device_id: device }) => device === asked) : undefined;
  return (
    <AccountSection title={t("applications.title")} lede={t("applications.lede")}>
      {grants.isPending && <SkeletonRows rows={2} />}
      {grants.error && <TroubleState error={grants.error} onRetry={() => void grants.refetch()} />}
      {grants.data && asked && !found && <Notice>{t("applications.noDevice", { device: asked })}</Notice>}
      {grants.data && all.length === 0 && <p className="meta">{t("applications.none")}</p>}
      {all.length > 0 && (
        <Rows flush label={t("applications.title")} className="applications">
          {[...all].sort((one, other) => Number(other === found) - Number(one === found)).map((grant) => (
            <GrantRow key={grant.id} grant={grant} asked={grant === found} />
          ))}
        </Rows>
      )}
      {found && closing.open && (
        <GraveDialog
          title={t("applications.closeTitle", { name: found.device_name ?? found.client.name })}
          deed={t("applications.closeDeed")}
          keep={t("applications.keep")}
          done={t("applications.deviceClosed", { name: found.device_name ?? found.client.name })}
          act={() => take(api.DELETE("/api/provider/grants/{id}", { params: { path: { id: found.id } } }))}
          stale={[grantsKey]}
          // The device is no more, and neither is the question about it.
          onDone={() => ask(null)}
          onClose={closing.close}
        >
          {t("applications.closeText", { device: asked })}
        </GraveDialog>
      )}
    </AccountSection>
  );
}

function GrantRow({ grant, asked }: { grant: Grant; asked: boolean }) {
  const { t } = useTranslation("connect");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const { name, verified } = grant.client;
  const close = useMutation({
    mutationFn: () => take(api.DELETE("/api/provider/grants/{id}", { params: { path: { id: grant.id } } })),
    onSuccess: () => {
      showToast({ text: t("applications.closed", { name }) });
      return queries.invalidateQueries({ queryKey: grantsKey });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  const { asks, device, others } = readScopes(grant.scopes);
  const may = format.list([...asks.filter((ask) => ask !== "device").map((ask) => t(`short.${ask}`)), ...others]);
  const from = device ? t("applications.device", { device }) : null;
  return (
    <ListRow
      lead={<Avatar name={name} kind={verified ? "room" : "unknown"} />}
      current={asked}
      title={grant.device_name ?? name}
      beside={!verified && <Badge kind="unknown">{t("unverified")}</Badge>}
      detail={
        <>
          {may && <span className="may">{t("applications.may", { what: may })}</span>}
          <span>
            {[
              from,
              t("applications.since", { day: format.day(grant.created_at) }),
              grant.last_used_at ? t("applications.used", { when: format.when(grant.last_used_at) }) : t("applications.neverUsed"),
              grant.last_address ? t("applications.from", { address: grant.last_address }) : null,
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </>
      }
      end={
        <Button size="s" busy={close.isPending} aria-label={t("applications.closeName", { name })} onPress={() => close.mutate()}>
          {t("applications.close")}
        </Button>
      }
    />
  );
}
