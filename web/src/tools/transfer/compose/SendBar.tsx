// The foot of a draft: how far it is, and the one deed.

import { useTranslation } from "react-i18next";

import { Button } from "@/ui";

import { spokenDuration } from "../model/duration";
import { underWay, type UploadsSnapshot } from "../upload";

export interface SendBarProps {
  snapshot: UploadsSnapshot;
  people: number;
  /** Groups and teams among those it is for. */
  teams: number;
  /** Files announced when it was sent off, which neither the house nor this page knows. */
  absent: number;
  /** The parcel leaves by itself when its files have arrived. */
  waiting: boolean;
  busy: boolean;
  error: string | null;
  onSend(): void;
  onHold(): void;
}

export function SendBar({ snapshot, people, teams, absent, waiting, busy, error, onSend, onHold }: SendBarProps) {
  const { t } = useTranslation("transfer");
  const moving = underWay(snapshot);
  const ready = snapshot.items.length > 0 && snapshot.counts.done === snapshot.items.length;

  return (
    <footer className="t-send">
      <span className="meta num grow t-send-state" role="status">
        {(moving > 0 || (waiting && absent === 0)) && <span className="spin t-spin" aria-hidden="true" />}
        {error ? <span className="danger medium">{error}</span> : <Standing snapshot={snapshot} people={people} teams={teams} absent={absent} waiting={waiting} />}
      </span>
      {waiting ? (
        <Button busy={busy} onPress={onHold}>
          {t("send.hold")}
        </Button>
      ) : (
        <Button kind="main" busy={busy} onPress={onSend}>
          {t(ready ? "send.now" : moving > 0 || snapshot.counts.paused > 0 ? "send.whenReady" : "send.now")}
        </Button>
      )}
    </footer>
  );
}

function Standing({ snapshot, people, teams, absent, waiting }: Pick<SendBarProps, "snapshot" | "people" | "teams" | "absent" | "waiting">) {
  const { t } = useTranslation("transfer");
  const { counts, items, secondsLeft } = snapshot;
  const moving = underWay(snapshot);
  const stuck = counts.missing + counts.failed;
  const left = secondsLeft !== null && secondsLeft > 0 ? t("send.readyIn", { time: spokenDuration(secondsLeft) }) : "";
  if (absent > 0 && moving === 0) return <span className="warn">{t("send.absent", { count: absent })}</span>;
  if (items.length === 0) return t("send.noFile");
  if (moving > 0) {
    return (
      <>
        {waiting ? t("send.waiting") : <span className="desk">{t("send.moving", { count: moving })} </span>}
        {!waiting && left === "" && <span className="phone">{t("send.moving", { count: moving })}</span>} {left}
      </>
    );
  }
  if (stuck > 0) return t("send.stuck", { count: stuck });
  if (counts.paused > 0) return t("send.paused", { count: counts.paused });
  if (waiting) return t("send.leaving");
  if (teams > 0) return t(people === 0 ? "send.readyTeams" : "send.readyBoth", { count: teams, people });
  return people === 0 ? t("send.noOne") : t("send.ready", { count: people });
}
