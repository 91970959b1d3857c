// People who changed ministry and have no way left into their old account: both correspondents agree, or one refuses.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Circle, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { IdentityTransfer } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Button, EmptyState, Icon, ListRow, Rows, showToast, SkeletonRows } from "@/ui";
import { PageHead } from "../../../PageHead";
import { useSay } from "../../../say";
import { transfersQuery } from "../../../transfers";
import { TroubleState } from "../../../TroubleState";
import "../connections.css";

export default function TransfersPage() {
  const { t } = useTranslation("connections");
  const transfers = useQuery({ ...transfersQuery, staleTime: 0 });
  const all = transfers.data?.transfers ?? [];
  return (
    <>
      <PageHead title={t("moves.title")} />
      <div className="body connections">
        {transfers.isPending && <SkeletonRows rows={3} />}
        {transfers.error && <TroubleState error={transfers.error} onRetry={() => void transfers.refetch()} />}
        {transfers.data && all.length === 0 && (
          <EmptyState icon={UsersRound} title={t("moves.none")}>
            {t("moves.noneText")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <>
            <p className="lede soft">{t("moves.lede")}</p>
            <Rows label={t("moves.title")} className="moves">
              {all.map((transfer) => (
                <TransferRow key={transfer.id} transfer={transfer} />
              ))}
            </Rows>
          </>
        )}
      </div>
    </>
  );
}

function TransferRow({ transfer }: { transfer: IdentityTransfer }) {
  const { t } = useTranslation("connections");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const path = { id: transfer.id };
  const name = transfer.name ?? transfer.address;
  const after = (text: string) => ({
    onSuccess: () => {
      showToast({ text });
      return queries.invalidateQueries({ queryKey: transfersQuery.queryKey });
    },
    onError: (error: unknown) => showToast({ text: say(error) }),
  });
  const agree = useMutation({
    mutationFn: () => take(api.POST("/api/hub/transfers/{id}/agreements", { params: { path } })),
    ...after(t("moves.agreed", { name })),
  });
  const refuse = useMutation({
    mutationFn: () => take(api.DELETE("/api/hub/transfers/{id}", { params: { path } })),
    ...after(t("moves.refused", { name })),
  });
  return (
    <ListRow
      lead={<Avatar name={name} kind="unknown" />}
      title={name}
      beside={<Badge kind="unknown">{t("moves.unproven")}</Badge>}
      detail={
        <>
          <span className="line">{t("moves.was", { who: [transfer.old.name, transfer.old.address, transfer.old.organisation].filter(Boolean).join(", ") })}</span>
          <span className="line">{t("moves.becomes", { who: [transfer.address, transfer.new_organisation ?? transfer.provider.name].filter(Boolean).join(", ") })}</span>
          {transfer.comment && <span className="line said">{t("moves.said", { comment: transfer.comment })}</span>}
          <span className="inline g3 wrap">
            {t("moves.asked", { when: format.full(transfer.asked_at) })}
            <Side agreed={transfer.agreed_by.old} name={t("moves.old")} />
            <Side agreed={transfer.agreed_by.new} name={t("moves.new")} />
          </span>
        </>
      }
      end={
        transfer.i_may.length > 0 && (
          <>
            <Button size="s" busy={refuse.isPending} aria-label={t("moves.refuseName", { name })} onPress={() => refuse.mutate()}>
              {t("moves.refuse")}
            </Button>
            <Button size="s" kind="main" busy={agree.isPending} aria-label={t("moves.agreeName", { name })} onPress={() => agree.mutate()}>
              {t("moves.agree")}
            </Button>
          </>
        )
      }
    />
  );
}

function Side({ agreed, name }: { agreed: boolean; name: string }) {
  const { t } = useTranslation("connections");
  return (
    <span className="inline g1">
      <Icon of={agreed ? Check : Circle} size="s" className={agreed ? "ok" : undefined} />
      {t(agreed ? "moves.sideAgreed" : "moves.sideWaits", { name })}
    </span>
  );
}
