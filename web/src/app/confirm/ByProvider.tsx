// The ministry says so: one goes there, and comes back to this very address.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { LinkedIdentity } from "@/api/types";
import { Bone, Button } from "@/ui";
import { Refused } from "../Refused";
import type { WayProps } from "./way";
import { leave } from "./wayBack";

export function ByProvider({ gesture, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const linked = useQuery({ queryKey: ["hub", "identity"], queryFn: () => take(api.GET("/api/hub/identities")) });
  const provider = lastUsed(linked.data?.identities ?? []);

  function go(to: NonNullable<typeof provider>) {
    const next = leave({ provider: to.name, button: gesture });
    window.location.assign(`/api/hub/providers/${encodeURIComponent(to.id)}/confirm?${new URLSearchParams({ next })}`);
  }

  return (
    <div className="flow g4">
      {linked.isPending && <Bone />}
      <Refused by={linked.error} />
      {provider && <p>{t("providerText", { provider: provider.name })}</p>}
      <footer>
        <Button kind="plain" onPress={onCancel}>
          {t("cancel")}
        </Button>
        <Button kind="main" isDisabled={!provider} onPress={() => provider && go(provider)}>
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
