// The surest way: signed in to both. The old account first, then one gesture joins them.
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, Link2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import type { HubArrival } from "@/api/types";
import { Avatar, Button, ButtonLink, Icon } from "@/ui";
import { Refused } from "../../Refused";
import { enterHouse, FoundHere } from "./parts";

export const backHere = `/sign-in?${new URLSearchParams({ next: "/sign-in/arrival?step=link" })}`;

export function LinkStep({ arrival, onBack }: { arrival: HubArrival; onBack: () => void }) {
  const { t } = useTranslation("hub");
  const me = useQuery(meQuery).data;
  const link = useMutation({ mutationFn: () => take(api.POST("/api/hub/arrivals/current/links")), onSuccess: () => enterHouse(arrival) });

  return (
    <>
      <h1 className="title-1">{t(me ? "arrival.joinTitle" : "arrival.link")}</h1>
      <p className="reading soft lede">{t(me ? "arrival.joinText" : "arrival.firstText", { name: arrival.provider.name })}</p>
      {me && (
        <div>
          <div className="who-asks">
            <Avatar name={me.person.name} initials={me.person.initials} />
            <div>
              <b>{me.person.name}</b>
              <small>{[me.person.address, me.organisation?.name].filter(Boolean).join(" · ")}</small>
            </div>
          </div>
          <div className="joined" aria-hidden="true">
            <Icon of={Link2} />
          </div>
          <FoundHere arrival={arrival} />
        </div>
      )}
      <Refused by={link.error} />
      <div className="deeds">
        {me ? (
          <Button kind="main" size="l" iconAfter={ArrowRight} busy={link.isPending} onPress={() => link.mutate()}>
            {t("arrival.join")}
          </Button>
        ) : (
          <ButtonLink kind="main" size="l" href={backHere}>
            {t("arrival.signInFirst")}
          </ButtonLink>
        )}
      </div>
      <div>
        <Button kind="plain" onPress={onBack}>
          {t("arrival.back")}
        </Button>
      </div>
    </>
  );
}
