// First time here by this ministry: a new person, or one we already know under another account.
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, History, KeyRound, LogIn, UsersRound, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { problemOf } from "@/api/problem";
import { meQuery } from "@/api/queries";
import type { HubArrival } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, ButtonLink, EmptyState, Icon, Notice, SkeletonRows } from "@/ui";
import { useSearchParam } from "../../address";
import { usePageTitle } from "../../PageHead";
import { Refused } from "../../Refused";
import { TroubleState } from "../../TroubleState";
import { Doorstep, GoodToKnow } from "../doorstep/Doorstep";
import { LinkStep } from "./LinkStep";
import { RecoveryForm } from "./RecoveryForm";
import { TransferForm } from "./TransferForm";
import { enterHouse, FoundHere } from "./parts";

export default function ArrivalPage() {
  const { t } = useTranslation("hub");
  usePageTitle(t("arrival.tab"));
  const arrival = useQuery({ queryKey: ["hub", "arrival"], queryFn: () => take(api.GET("/api/hub/arrivals/current")), retry: false, staleTime: 60_000 });

  return (
    <Doorstep
      beside={
        <GoodToKnow title={t("arrival.know")}>
          {(["life", "never", "later"] as const).map((word) => (
            <li key={word} className="soft">
              {t(`arrival.know_${word}`)}
            </li>
          ))}
        </GoodToKnow>
      }
    >
      {arrival.isPending && <SkeletonRows rows={3} />}
      {arrival.error && (problemOf(arrival.error).notFound ? <NoArrival /> : <TroubleState level={1} error={arrival.error} onRetry={() => void arrival.refetch()} />)}
      {arrival.data && <Steps arrival={arrival.data} />}
    </Doorstep>
  );
}

function Steps({ arrival }: { arrival: HubArrival }) {
  const [step, setStep] = useSearchParam("step");
  const back = () => setStep(null);
  if (step === "known") return <Ways arrival={arrival} onBack={back} />;
  if (step === "link") return <LinkStep arrival={arrival} onBack={() => setStep("known")} />;
  if (step === "recovery") return <RecoveryForm arrival={arrival} onBack={() => setStep("known")} />;
  if (step === "transfer") return <TransferForm arrival={arrival} onBack={() => setStep("known")} />;
  return <Choice arrival={arrival} />;
}

function Choice({ arrival }: { arrival: HubArrival }) {
  const { t } = useTranslation("hub");
  const format = useFormat();
  const [, setStep] = useSearchParam("step");
  const create = useMutation({ mutationFn: () => take(api.POST("/api/hub/arrivals/current/persons")), onSuccess: () => enterHouse(arrival) });

  return (
    <>
      <h1 className="title-1">{t("arrival.title")}</h1>
      <p className="reading soft lede">{t("arrival.lede", { name: arrival.provider.name })}</p>
      <FoundHere arrival={arrival} />
      <Refused by={create.error} />
      {arrival.obstacle && <Notice>{t(`arrival.obstacle_${arrival.obstacle}`, { name: arrival.provider.name })}</Notice>}
      <div className="deeds">
        {/* Most people are new: one key takes them in. */}
        {arrival.may_create && (
          <Button kind="main" size="l" autoFocus iconAfter={ArrowRight} busy={create.isPending} onPress={() => create.mutate()}>
            {t("arrival.create")}
          </Button>
        )}
        <Button kind={arrival.may_create ? "line" : "main"} size="l" icon={History} onPress={() => setStep("known", true)}>
          {t("arrival.known")}
        </Button>
      </div>
      <p className="soft">{t("arrival.knownText")}</p>
      <p className="tiny">{t("arrival.until", { time: format.time(arrival.expires_at) })}</p>
    </>
  );
}

function Ways({ arrival, onBack }: { arrival: HubArrival; onBack: () => void }) {
  const { t } = useTranslation("hub");
  const [, setStep] = useSearchParam("step");
  const me = useQuery(meQuery).data;
  return (
    <>
      <h1 className="title-1">{t("arrival.waysTitle")}</h1>
      <p className="reading soft lede">{t("arrival.waysText")}</p>
      <FoundHere arrival={arrival} />
      <ul className="choices" aria-label={t("arrival.waysTitle")}>
        <li>
          <Way icon={LogIn} title={me ? t("arrival.linkMe", { name: me.person.name }) : t("arrival.link")} text={t("arrival.linkText")} onChoose={() => setStep("link", true)} />
        </li>
        <li>
          <Way icon={KeyRound} title={t("arrival.recovery")} text={t("arrival.recoveryText")} onChoose={() => setStep("recovery", true)} />
        </li>
        <li>
          <Way icon={UsersRound} title={t("arrival.transfer")} text={t("arrival.transferText")} onChoose={() => setStep("transfer", true)} />
        </li>
      </ul>
      <div>
        <Button kind="plain" onPress={onBack}>
          {t("arrival.back")}
        </Button>
      </div>
    </>
  );
}

function Way({ icon, title, text, onChoose }: { icon: LucideIcon; title: string; text: string; onChoose: () => void }) {
  return (
    <button type="button" className="choice" onClick={onChoose}>
      <Icon of={icon} />
      <span className="grow">
        <b>{title}</b>
        <small>{text}</small>
      </span>
      <Icon of={ArrowRight} />
    </button>
  );
}

function NoArrival() {
  const { t } = useTranslation("hub");
  return (
    <EmptyState level={1} icon={History} title={t("arrival.overTitle")} deeds={<ButtonLink kind="main" href="/sign-in">{t("arrival.overDeed")}</ButtonLink>}>
      {t("arrival.overText")}
    </EmptyState>
  );
}
