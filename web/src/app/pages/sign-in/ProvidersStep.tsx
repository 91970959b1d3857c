// Second step for those whose ministry knows them: where one is about to go, or the choice when several do.
import { ArrowRight, Building2, ChevronRight, Mail, RotateCw } from "lucide-react";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, Notice } from "@/ui";
import { useSearchParam } from "../../address";
import { Refused } from "../../Refused";
import { goTo, providersOf, type Provider } from "./useHub";
import { Whose } from "./Whose";

export interface ProvidersStepProps {
  address: string;
  organisation?: string;
  onBack: () => void;
  /** Enters with a password or a code of this house. */
  onLocal: () => void;
  busy: boolean;
  error: unknown;
}

export function ProvidersStep({ address, organisation, onBack, onLocal, busy, error }: ProvidersStepProps) {
  const { t } = useTranslation("hub");
  const [next] = useSearchParam("next");
  const [leaving, setLeaving] = useState<string | null>(null);
  const asked = useQuery(providersOf(address));
  const providers = asked.data?.providers ?? [];
  const [only] = providers;
  const alone = providers.length === 1 && only ? only : null;
  const mayEnterHere = asked.data?.local ?? false;

  function leave(provider: Provider) {
    setLeaving(provider.id);
    goTo(provider, next ?? "/", address);
  }

  return (
    <>
      <h1 className="title-1">{alone ? t("step.one", { name: alone.name }) : t("step.several")}</h1>
      <p className="reading soft lede">{t(alone ? "step.oneText" : "step.severalText")}</p>
      <div className="flow g4">
        <Whose address={address} organisation={organisation} onChange={onBack} />
        {alone && !alone.up && <Down provider={alone} local={mayEnterHere} />}
        {alone ? (
          <Button kind={alone.up ? "main" : "line"} size="l" wide autoFocus iconAfter={ArrowRight} busy={leaving === alone.id} onPress={() => leave(alone)}>
            {t(alone.up ? "step.go" : "step.tryAnyway")}
          </Button>
        ) : (
          <ul className="choices" aria-label={t("step.several")}>
            {providers.map((provider) => (
              <li key={provider.id}>
                <button type="button" className="choice" onClick={() => leave(provider)}>
                  <Icon of={Building2} />
                  <span className="grow">
                    <b>{provider.name}</b>
                    {!provider.up && <DownLine provider={provider} />}
                  </span>
                  {!provider.up && <Badge kind="warn">{t("step.downBadge")}</Badge>}
                  <Icon of={ChevronRight} />
                </button>
              </li>
            ))}
          </ul>
        )}
        <Refused by={error} />
        <div className="inline g2 wrap">
          {mayEnterHere && (
            <Button kind={alone && !alone.up ? "main" : "plain"} icon={Mail} busy={busy} onPress={onLocal}>
              {t("step.local")}
            </Button>
          )}
          {providers.some(({ up }) => !up) && (
            <Button kind="plain" icon={RotateCw} busy={asked.isFetching} onPress={() => void asked.refetch()}>
              {t("step.lookAgain")}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function Down({ provider, local }: { provider: Provider; local: boolean }) {
  const { t } = useTranslation("hub");
  return (
    <Notice kind="warn" alert>
      <b className="medium">{t("step.down", { name: provider.name })}</b>{" "}
      <DownLine provider={provider} /> {t(local ? "step.downLocal" : "step.downWait")}
    </Notice>
  );
}

function DownLine({ provider }: { provider: Provider }) {
  const { t } = useTranslation("hub");
  const format = useFormat();
  return <small>{provider.since ? t("step.downSince", { when: format.when(provider.since) }) : t("step.downNow")}</small>;
}
