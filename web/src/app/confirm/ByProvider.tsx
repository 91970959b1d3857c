// The ministry says so: one goes there, and comes back to this very address.
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import type { WayProps } from "./way";

export function ByProvider({ known, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const { pathname, search } = window.location;
  const there = `/api/hub/providers/${known.provider?.id ?? ""}/confirm?next=${encodeURIComponent(pathname + search)}`;
  return (
    <div className="flow g4">
      <p>{t("providerText", { provider: known.provider?.name })}</p>
      <footer>
        <Button kind="plain" onPress={onCancel}>
          {t("cancel")}
        </Button>
        <Button kind="main" onPress={() => window.location.assign(there)}>
          {t("providerDeed", { provider: known.provider?.name })}
        </Button>
      </footer>
    </div>
  );
}
