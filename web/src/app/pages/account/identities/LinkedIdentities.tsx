// The ministries' accounts that open this one: listed, joined, taken away.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Building2, Link2, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { LinkedIdentity } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, Icon, ListRow, Menu, Notice, Rows, showToast, SkeletonRows } from "@/ui";
import { useSay } from "../../../say";
import { TroubleState } from "../../../TroubleState";
import { hostOf } from "../../connect/ClientLine";
import { AccountSection } from "../parts/AccountSection";
import { goLink } from "./goLink";
import { LinkProblem } from "./LinkProblem";

const identitiesKey = ["hub", "identity"];

export function LinkedIdentities() {
  const { t } = useTranslation("hub");
  const identities = useQuery({ queryKey: identitiesKey, queryFn: () => take(api.GET("/api/hub/identities")) });
  const all = identities.data?.identities ?? [];
  return (
    <AccountSection title={t("linked.title")} lede={t("linked.lede")} deed={identities.data && <LinkAnother />}>
      <LinkProblem />
      {identities.isPending && <SkeletonRows rows={2} />}
      {identities.error && <TroubleState error={identities.error} onRetry={() => void identities.refetch()} />}
      {identities.data && all.length === 0 && <p className="meta">{t("linked.none")}</p>}
      {all.length > 0 && (
        <Rows flush label={t("linked.title")}>
          {all.map((identity) => (
            <IdentityRow key={identity.id} identity={identity} />
          ))}
        </Rows>
      )}
    </AccountSection>
  );
}

function IdentityRow({ identity }: { identity: LinkedIdentity }) {
  const { t } = useTranslation("hub");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const name = identity.provider?.name ?? hostOf(identity.issuer);
  const unlink = useMutation({
    mutationFn: () => take(api.DELETE("/api/hub/identities/{id}", { params: { path: { id: identity.id } } })),
    onSuccess: () => {
      showToast({ text: t("linked.unlinked", { name }) });
      return queries.invalidateQueries({ queryKey: identitiesKey });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  return (
    <ListRow
      lead={<Icon of={Building2} />}
      title={name}
      detail={[t("linked.since", { day: format.day(identity.linked_at) }), identity.last_used_at ? t("linked.used", { when: format.when(identity.last_used_at) }) : t("linked.neverUsed")].join(" · ")}
      end={
        <Button size="s" busy={unlink.isPending} aria-label={t("linked.unlinkName", { name })} onPress={() => unlink.mutate()}>
          {t("linked.unlink")}
        </Button>
      }
    />
  );
}

function LinkAnother() {
  const { t } = useTranslation("hub");
  const say = useSay();
  const choices = useQuery({ queryKey: ["hub", "choice"], queryFn: () => take(api.GET("/api/hub/providers/choices")), staleTime: 60_000 });
  const providers = choices.data?.providers ?? [];
  if (choices.error) return <Notice kind="danger">{say(choices.error)}</Notice>;
  const [only] = providers;
  if (!only) return null;
  if (providers.length === 1) {
    return (
      <Button icon={Link2} onPress={() => goLink(only)}>
        {t("linked.linkOne", { name: only.name })}
      </Button>
    );
  }
  return (
      <Menu label={t("linked.link")} placement="bottom end" groups={[{ id: "providers", deeds: providers.map((provider) => ({ id: provider.id, name: provider.name, icon: Building2, onDo: () => goLink(provider) })) }]}>
        <Button icon={Plus}>{t("linked.link")}</Button>
      </Menu>
  );
}
