// A token: what it opens, when it served, until when.
import { AppWindow, KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Token } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, ListRow } from "@/ui";
import { useBrand } from "../../../brands";

export function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { t } = useTranslation("account");
  const format = useFormat();
  const brand = useBrand();
  const password = token.kind === "application_password";
  const scopes = format.list(token.scopes.map((scope) => brand(scope).name));
  const used = token.last_used_at ? t("tokens.used", { when: format.when(token.last_used_at) }) : t("tokens.neverUsed");
  return (
    <ListRow
      lead={<Icon of={password ? AppWindow : KeyRound} />}
      title={token.name}
      beside={password && <Badge>{t("tokens.kinds.application_password")}</Badge>}
      detail={[scopes, used, t("tokens.until", { day: format.day(token.expires_at) })].join(" · ")}
      end={
        <Button size="s" kind="grave-line" onPress={onRevoke}>
          {t("tokens.revoke")}
        </Button>
      }
    />
  );
}
