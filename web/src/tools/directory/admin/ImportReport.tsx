// What a file would change: how many, which faults, and the brake when it would take away, move or rename too many.

import { Check, OctagonPause } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Import, ImportFault } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Checkbox, Notice, showToast, Table } from "@/ui";

import { useDeed } from "../parts/useDeed";
import { useHeading } from "./headings";

const counts = ["added", "changed", "removed", "unchanged"] as const;
/** Faults shown; a file has as many as it has lines when its columns are wrong. */
const most = 50;

export function ImportReport({ report }: { report: Import }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const [accepted, setAccepted] = useState(false);
  const { brake, faults } = report;
  const headingOf = useHeading(report.kind);
  const apply = useDeed(
    () => take(api.POST("/api/directory/imports/{id}/applications", { params: { path: { id: report.id } }, body: { accept_brake: accepted } })),
    () => showToast({ icon: Check, text: t("imports.applied") }),
  );

  return (
    <section className="d-report" aria-labelledby="report">
      <h2 className="title-3" id="report">
        {t(`imports.states.${report.state}`)}
      </h2>
      {report.refusal && <Notice kind="danger">{t(`imports.refusals.${report.refusal.replace("directory.", "")}`, { defaultValue: report.refusal })}</Notice>}
      <dl className="d-counts">
        {counts.map((count) => (
          <div key={count}>
            <dt>{t(`imports.counts.${count}`)}</dt>
            <dd className="num">{format.number(report[count])}</dd>
          </div>
        ))}
      </dl>
      {report.preview.length > 0 && <Preview lines={report.preview} kind={report.kind} />}
      {report.faulty > 0 && (
        <>
          <h3 className="group d-part">{t("imports.faults", { count: report.faulty })}</h3>
          <Table<ImportFault>
            label={t("imports.faults", { count: report.faulty })}
            rows={faults.slice(0, most)}
            idOf={({ line, column, code }) => `${line} ${column} ${code}`}
            columns={[
              { id: "line", name: t("imports.line"), cell: ({ line }) => <span className="num">{format.number(line)}</span> },
              { id: "column", name: t("imports.column"), cell: ({ column }) => (column ? headingOf(column) : "—") },
              { id: "fault", name: t("imports.fault"), cell: ({ code }) => t(`importFaults.${code}`, { defaultValue: code }) },
              { id: "value", name: t("imports.value"), cell: ({ value }) => (value ? <code className="d-value">{value}</code> : "—") },
            ]}
          />
          {report.faulty > most && <p className="meta">{t("imports.moreFaults", { count: report.faulty - most })}</p>}
        </>
      )}
      {report.state === "checked" && brake && (
        <Notice kind="warn" icon={OctagonPause}>
          <b>{t("imports.brake", { percent: format.percent(brake.percent / 100), limit: format.percent(brake.limit_percent / 100) })}</b>
          <p>
            {t("imports.brakeCounts", {
              removed: format.number(report.removed),
              moved: format.number(report.moved),
              renamed: format.number(report.renamed),
              lately: format.number(report.left_lately),
            })}
          </p>
          <p>{t("imports.brakeText")}</p>
          {report.needs_another && <p>{t("imports.needsAnother")}</p>}
          <Checkbox checked={accepted} onChange={setAccepted}>
            {t("imports.acceptBrake")}
          </Checkbox>
        </Notice>
      )}
      {apply.refusal}
      {report.state === "checked" && (
        <div>
          <Button kind="main" busy={apply.isPending} isDisabled={Boolean(brake) && !accepted} onPress={() => apply.mutate()}>
            {t("imports.apply")}
          </Button>
        </div>
      )}
    </section>
  );
}

const looks = { added: "ok", removed: "danger", changed: "accent" } as const;

function Preview({ lines, kind }: { lines: Import["preview"]; kind: Import["kind"] }) {
  const { t } = useTranslation("directory");
  const headingOf = useHeading(kind);
  const format = useFormat();
  return (
    <>
      <h3 className="group d-part">{t("imports.preview")}</h3>
      <ul className="d-preview">
        {lines.map(({ line, outcome, name, changes }) => (
          <li key={`${line} ${name}`}>
            <Badge kind={looks[outcome as keyof typeof looks]}>{t(`imports.outcomes.${outcome}`, { defaultValue: outcome })}</Badge> {name}
            {outcome === "changed" && changes.length > 0 && <span className="meta"> · {format.list(changes.map(headingOf))}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
