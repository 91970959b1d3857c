// Keys for programs that act in one's name.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Token } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, Dialog, EmptyState, Icon, ListRow, Rows, showToast, SkeletonRows } from "@/ui";
import { useDialog } from "../../address";
import { useBrand } from "../../brands";
import { useSay } from "../../say";
import { TroubleState } from "../../TroubleState";
import "./account.css";
import { AccountTabs } from "./AccountTabs";
import { tokensKey } from "./keys";
import { NewTokenDialog } from "./NewTokenDialog";

export default function TokensPage() {
  const { t } = useTranslation("account");
  const making = useDialog("new-token");
  const revoking = useDialog("revoke");
  const tokens = useQuery({ queryKey: tokensKey, queryFn: () => take(api.GET("/api/identity/tokens")) });
  const all = tokens.data?.tokens ?? [];
  const condemned = all.find(({ id }) => id === revoking.about);
  const make = (
    <Button kind="main" icon={Plus} onPress={() => making.show()}>
      {t("tokens.make")}
    </Button>
  );

  return (
    <>
      <AccountTabs />
      <div className="body wide-list">
        {tokens.isPending && <SkeletonRows rows={3} />}
        {tokens.error && <TroubleState error={tokens.error} onRetry={() => void tokens.refetch()} />}
        {tokens.data && all.length === 0 && (
          <EmptyState icon={KeyRound} title={t("tokens.none")} deeds={make}>
            {t("tokens.lede")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <>
            <div className="lede flow g3">
              <p className="soft">{t("tokens.lede")}</p>
              <div>{make}</div>
            </div>
            <Rows label={t("tokens.title")}>
              {all.map((token) => (
                <TokenRow key={token.id} token={token} onRevoke={() => revoking.show(token.id)} />
              ))}
            </Rows>
          </>
        )}
      </div>
      <NewTokenDialog open={making.open} onClose={making.close} />
      {condemned && <RevokeDialog token={condemned} onClose={revoking.close} />}
    </>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { t } = useTranslation("account");
  const format = useFormat();
  const brand = useBrand();
  const scopes = format.list(token.scopes.map((scope) => brand(scope).name));
  const used = token.last_used_at ? t("tokens.used", { when: format.when(token.last_used_at) }) : t("tokens.neverUsed");
  return (
    <ListRow
      lead={<Icon of={KeyRound} />}
      title={token.name}
      detail={[scopes, used, t("tokens.until", { day: format.day(token.expires_at) })].join(" · ")}
      end={
        <Button size="s" kind="grave-line" onPress={onRevoke}>
          {t("tokens.revoke")}
        </Button>
      }
    />
  );
}

/** Cannot be undone, and programs will stop: this one deserves a question. */
function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation("account");
  const say = useSay();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => take(api.DELETE("/api/identity/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: async () => {
      onClose();
      showToast({ text: t("tokens.revoked", { name: token.name }) });
      await queries.invalidateQueries({ queryKey: tokensKey });
    },
    onError: (error) => showToast({ text: say(error) }),
  });

  return (
    <Dialog
      open
      role="alertdialog"
      title={t("tokens.revokeTitle", { name: token.name })}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("tokens.keep")}
          </Button>
          <Button kind="grave" busy={revoke.isPending} onPress={() => revoke.mutate()}>
            {t("tokens.revokeDeed")}
          </Button>
        </>
      }
    >
      <p className="soft">{t("tokens.revokeText")}</p>
    </Dialog>
  );
}
