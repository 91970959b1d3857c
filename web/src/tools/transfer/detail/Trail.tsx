// What happened, in sentences, the newest first.

import { useTranslation } from "react-i18next";

import type { Parcel } from "@/api/types";
import { useFormat } from "@/i18n/format";

import { nameOf } from "../model/people";
import { type Step, trail } from "../model/trail";

const SHOWN = 40;

export function Trail({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const tell = useSentence(parcel);
  return (
    <>
      <div className="group t-part">
        <h3>{t("trail.title")}</h3>
      </div>
      <ol className="t-trail">
        {trail(parcel)
          .slice(0, SHOWN)
          .map((step) => (
            <li key={step.key}>
              <time className="num" dateTime={step.at} title={format.full(step.at)}>
                {format.when(step.at)}
              </time>
              <span>{tell(step)}</span>
            </li>
          ))}
      </ol>
    </>
  );
}

function useSentence(parcel: Parcel): (step: Step) => string {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const person = (id: string | null) => {
    const found = parcel.recipients.find((one) => one.id === id || one.address === id);
    return found ? nameOf(found) : t("trail.someone");
  };
  return (step) => {
    const names = format.list(step.recipients.map(person));
    const count = step.recipients.length;
    const name = person(step.recipient);
    if (step.kind !== "downloaded") return t(`trail.${step.kind}`, { name, names, count, context: count === 0 ? "none" : undefined });
    if (step.all && parcel.files.length > 1) return t("trail.downloadedAll", { name });
    const file = parcel.files.find(({ id }) => id === step.files[0]);
    if (step.files.length === 1 && file) return t("trail.downloadedOne", { name, file: file.name });
    return t("trail.downloaded", { name, count: step.files.length });
  };
}
