// Second step for those whose ministry knows them: where one is about to go, or the choice when several do.
import { ArrowRight, Building2, ChevronRight, Mail, RotateCw } from "lucide-react";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon } from "@/ui";
import { useSearchParam } from "../../address";
import { Refused } from "../../Refused";
import { goTo, providersOf, type Provider } from "./useHub";
import "../doorstep/doorstep.css";
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

  const dead = alone !== null && !alone.up;

  return (
    <>
      <h1 className="title-1">{alone ? t(dead ? "step.down" : "step.one", { name: alone.name }) : t("step.several")}</h1>
      <p className="reading soft lede" role={dead ? "status" : undefined}>
        {dead && <DownSince provider={alone} />} {t(!alone ? "step.severalText" : !dead ? "step.oneText" : mayEnterHere ? "step.downLocal" : "step.downWait")}
      </p>
      <div className="flow g4">
        <Whose address={address} organisation={organisation} onChange={onBack} />
        {dead && mayEnterHere && (
          <Button kind="main" size="l" wide autoFocus icon={Mail} busy={busy} onPress={onLocal}>
            {t("step.local")}
          </Button>
        )}
        {alone && (
          <Button kind={dead && mayEnterHere ? "line" : "main"} size="l" wide autoFocus={!(dead && mayEnterHere)} iconAfter={ArrowRight} busy={leaving === alone.id} onPress={() => leave(alone)}>
            {t(dead ? "step.tryAnyway" : "step.go")}
          </Button>
        )}
        {!alone && (
          <ul className="choices" aria-label={t("step.several")}>
            {providers.map((provider) => (
              <li key={provider.id}>
                <ProviderChoice provider={provider} onChoose={() => leave(provider)} />
              </li>
            ))}
          </ul>
        )}
        <Refused by={error} />
        <div className="inline g2 wrap">
          {mayEnterHere && !dead && (
            <Button kind="plain" icon={Mail} busy={busy} onPress={onLocal}>
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

function ProviderChoice({ provider, onChoose }: { provider: Provider; onChoose: () => void }) {
  const { t } = useTranslation("hub");
  return (
    <button type="button" className="choice" onClick={onChoose}>
      <Icon of={Building2} />
      <span className="grow">
        <b>{provider.name}</b>
        {!provider.up && (
          <small>
            <DownSince provider={provider} />
          </small>
        )}
      </span>
      {!provider.up && <Badge kind="warn">{t("step.downBadge")}</Badge>}
      <Icon of={ChevronRight} />
    </button>
  );
}

function DownSince({ provider }: { provider: Provider }) {
  const { t } = useTranslation("hub");
  const format = useFormat();
  return provider.since ? t("step.downSince", { when: format.when(provider.since) }) : t("step.downNow");
}
