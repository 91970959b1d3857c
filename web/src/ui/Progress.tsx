// How far a thing has gone. Speaks at 0, 50 and 100 % only, so as not to chatter.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export interface ProgressBarProps {
  label: string;
  /** Between 0 and 1. */
  part: number;
  state?: "running" | "paused" | "failed" | "done";
  /** Says milestones aloud. Only for one bar of a page: the whole, not each file. */
  spoken?: boolean;
}

export function ProgressBar({ label, part, state = "running", spoken = false }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, part)) * 100);
  return (
    <>
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-is={state === "running" ? undefined : state}
        style={{ "--part": `${percent}%` }}
      >
        <i />
      </div>
      {spoken && <Milestones label={label} percent={percent} />}
    </>
  );
}

function Milestones({ label, percent }: { label: string; percent: number }) {
  const { t } = useTranslation("ui");
  const [said, setSaid] = useState("");
  const last = useRef(-1);

  useEffect(() => {
    const milestone = percent >= 100 ? 100 : percent >= 50 ? 50 : 0;
    if (milestone === last.current) return;
    last.current = milestone;
    setSaid(t("progress", { label, percent: milestone }));
  }, [label, percent, t]);

  return (
    <span className="heard" role="status">
      {said}
    </span>
  );
}
