// Ministries that know their own people: which are joined to the house, and whether they answer.
import { useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { IdentityProvider } from "@/api/types";
import { ButtonLink, EmptyState, Icon, ListRow, Rows, SkeletonRows } from "@/ui";
import { PageHead } from "../../../PageHead";
import { TroubleState } from "../../../TroubleState";
import "../connections.css";
import { providersKey } from "./keys";
import { StateBadge } from "./StateBadge";

export default function ProvidersPage() {
  const { t } = useTranslation("connections");
  const providers = useQuery({ queryKey: providersKey, queryFn: () => take(api.GET("/api/hub/providers")), refetchInterval: 30_000 });
  const all = providers.data?.providers ?? [];
  const add = (
    <ButtonLink kind="main" icon={Plus} href="/admin/providers/new">
      {t("providers.add")}
    </ButtonLink>
  );
  return (
    <>
      <PageHead title={t("providers.title")} end={all.length > 0 && add} />
      <div className="body connections">
        {providers.isPending && <SkeletonRows rows={4} />}
        {providers.error && <TroubleState error={providers.error} onRetry={() => void providers.refetch()} />}
        {providers.data && all.length === 0 && (
          <EmptyState icon={Building2} title={t("providers.none")} deeds={add}>
            {t("providers.noneText")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <>
            <p className="lede soft">{t("providers.lede")}</p>
            <Rows label={t("providers.title")} className="providers">
              {all.map((provider) => (
                <ProviderRow key={provider.id} provider={provider} />
              ))}
            </Rows>
          </>
        )}
      </div>
    </>
  );
}

function ProviderRow({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation("connections");
  const domains = provider.domains.length > 0 ? provider.domains.join(", ") : t("providers.noDomain");
  return (
    <ListRow
      href={`/admin/providers/${provider.id}`}
      lead={<Icon of={Building2} />}
      title={provider.name}
      detail={[domains, t(`providers.arrivals_${provider.arrivals}`)].join(" · ")}
      end={<StateBadge provider={provider} />}
    />
  );
}
