// What a file would change: how many, which faults, and the brake when it would take too many people away.

import { Check, OctagonPause } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ask } from "@/api/ask";
import type { Import, ImportFault } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Button, Checkbox, Notice, showToast, Table } from "@/ui";

import { useDeed } from "../parts/useDeed";

const counts = ["added", "changed", "removed", "unchanged"] as const;
/** Faults shown; a file has as many as it has lines when its columns are wrong. */
const most = 50;

export function ImportReport({ report }: { report: Import }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const [accepted, setAccepted] = useState(false);
  const { brake, faults } = report;
  const apply = useDeed(
    () => ask.POST("/api/directory/imports/{id}/applications", { params: { path: { id: report.id } }, body: { accept_brake: accepted } }),
    () => showToast({ icon: Check, text: t("imports.applied") }),
  );

  return (
    <section className="d-report" aria-labelledby="report">
      <h2 className="title-3" id="report">
        {t(`imports.states.${report.state}`)}
      </h2>
      <dl className="d-counts">
        {counts.map((count) => (
          <div key={count}>
            <dt>{t(`imports.counts.${count}`)}</dt>
            <dd className="num">{format.number(report[count])}</dd>
          </div>
        ))}
      </dl>
      {report.preview.length > 0 && <Preview lines={report.preview} />}
      {faults.length > 0 && (
        <>
          <h3 className="group d-part">{t("imports.faults", { count: faults.length })}</h3>
          <Table<ImportFault>
            label={t("imports.faults", { count: faults.length })}
            rows={faults.slice(0, most)}
            idOf={({ line, column, code }) => `${line} ${column} ${code}`}
            columns={[
              { id: "line", name: t("imports.line"), cell: ({ line }) => <span className="num">{format.number(line)}</span> },
              { id: "column", name: t("imports.column"), cell: ({ column }) => column ?? "—" },
              { id: "fault", name: t("imports.fault"), cell: ({ code }) => t(`importFaults.${code}`, { defaultValue: code }) },
              { id: "value", name: t("imports.value"), cell: ({ value }) => (value ? <code className="d-value">{value}</code> : "—") },
            ]}
          />
          {faults.length > most && <p className="meta">{t("imports.moreFaults", { count: faults.length - most })}</p>}
        </>
      )}
      {report.state === "checked" && brake && (
        <Notice kind="warn" icon={OctagonPause}>
          <b>{t("imports.brake", { percent: format.percent(brake.removed_percent / 100), limit: format.percent(brake.limit_percent / 100) })}</b>
          <p>{t("imports.brakeText")}</p>
          <Checkbox checked={accepted} onChange={setAccepted}>
            {t("imports.acceptBrake", { count: report.removed })}
          </Checkbox>
        </Notice>
      )}
      {apply.refusal}
      {report.state === "checked" && (
        <div>
          <Button busy={apply.isPending} isDisabled={Boolean(brake) && !accepted} onPress={() => apply.mutate()}>
            {t("imports.apply")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Preview({ lines }: { lines: readonly unknown[] }) {
  const { t } = useTranslation("directory");
  return (
    <>
      <h3 className="group d-part">{t("imports.preview")}</h3>
      <ul className="d-preview">
        {lines.map((line) => {
          const text = typeof line === "string" ? line : JSON.stringify(line);
          return <li key={text}>{text}</li>;
        })}
      </ul>
    </>
  );
}
