// Bringing an organisation's own records in: a file is read and compared first, and applied only then.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { TroubleState, useSearchParam } from "@/app";
import { SkeletonRows } from "@/ui";

import { ImportForm } from "../admin/ImportForm";
import { ImportList } from "../admin/ImportList";
import { ImportReport } from "../admin/ImportReport";
import { KeepHead } from "../admin/KeepHead";
import { ScrollBody } from "../parts/ScrollBody";
import { importQuery, importsQuery } from "../queries";
import "../directory.css";

export default function ImportsPage() {
  const { t } = useTranslation("directory");
  const [shown, show] = useSearchParam("import");
  const imports = useQuery(importsQuery);
  const report = useQuery({ ...importQuery(shown ?? ""), enabled: shown !== null });

  return (
    <>
      <KeepHead title={t("imports.title")} />
      <ScrollBody label={t("imports.title")}>
        <p className="soft d-lede">{t("imports.text")}</p>
        {/* Whoever may not read what was imported may import nothing either: no form that ends in a refusal. */}
        {!imports.error && <ImportForm waiting={report.data?.state === "checked"} onRead={(id) => show(id, true)} />}
        {report.data && <ImportReport key={report.data.id} report={report.data} />}
        {report.error && <TroubleState error={report.error} />}
        {imports.isPending && <SkeletonRows rows={3} lead={false} />}
        {imports.error && <TroubleState error={imports.error} onRetry={() => void imports.refetch()} />}
        {imports.data && imports.data.imports.length > 0 && <ImportList imports={imports.data.imports} current={shown} />}
      </ScrollBody>
    </>
  );
}
