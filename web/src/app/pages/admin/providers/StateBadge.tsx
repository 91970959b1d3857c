// Whether a provider answers, in a word; since when, where there is room.
import { Check, CircleAlert, Pause } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { IdentityProvider } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge } from "@/ui";

export function StateBadge({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation("connections");
  const format = useFormat();
  if (!provider.enabled) return <Badge icon={Pause}>{t("providers.disabled")}</Badge>;
  if (provider.state.up === null || provider.state.up === undefined) return <Badge>{t("providers.untried")}</Badge>;
  if (provider.state.up) {
    return (
      <Badge kind="ok" icon={Check}>
        {t("providers.up")}
      </Badge>
    );
  }
  return (
    <Badge kind="danger" icon={CircleAlert}>
      {provider.state.since ? t("providers.downSince", { when: format.when(provider.state.since) }) : t("providers.down")}
    </Badge>
  );
}
