// The ministry says so: one goes there, and comes back to this very address.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { LinkedIdentity } from "@/api/types";
import { Bone, Button } from "@/ui";
import { Refused } from "../Refused";
import type { WayProps } from "./way";

export function ByProvider({ onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const linked = useQuery({ queryKey: ["hub", "identity"], queryFn: () => take(api.GET("/api/hub/identities")) });
  const provider = lastUsed(linked.data?.identities ?? []);
  const { pathname, search } = window.location;
  const there = `/api/hub/providers/${provider?.id ?? ""}/confirm?next=${encodeURIComponent(pathname + search)}`;
  return (
    <div className="flow g4">
      {linked.isPending && <Bone />}
      <Refused by={linked.error} />
      {provider && <p>{t("providerText", { provider: provider.name })}</p>}
      <footer>
        <Button kind="plain" onPress={onCancel}>
          {t("cancel")}
        </Button>
        <Button kind="main" isDisabled={!provider} onPress={() => window.location.assign(there)}>
          {t("providerDeed")}
        </Button>
      </footer>
    </div>
  );
}

/** Whoever opened the door last is whom one most likely can ask again. */
function lastUsed(identities: readonly LinkedIdentity[]) {
  const known = identities.flatMap(({ provider, last_used_at: used, linked_at: linked }) => (provider ? [{ provider, at: used ?? linked }] : []));
  return known.sort((one, other) => other.at.localeCompare(one.at))[0]?.provider;
}
