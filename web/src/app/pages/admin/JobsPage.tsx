// Tasks that failed for good, waiting for somebody to look and try again.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { DeadJob } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Button, EmptyState, showToast, SkeletonRows, Table } from "@/ui";
import { PageHead } from "../../PageHead";
import { useSay } from "../../say";
import { TroubleState } from "../../TroubleState";
import "./admin.css";

const key = ["house", "dead-jobs"];

export default function JobsPage() {
  const { t } = useTranslation("admin");
  const format = useFormat();
  const jobs = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/house/dead-jobs")), refetchInterval: 30_000 });
  const dead = jobs.data?.jobs ?? [];

  return (
    <>
      <PageHead title={t("jobs.title")} />
      <div className="body dead">
        {jobs.isPending && <SkeletonRows rows={4} lead={false} />}
        {jobs.error && <TroubleState error={jobs.error} onRetry={() => void jobs.refetch()} />}
        {jobs.data && dead.length === 0 && (
          <EmptyState icon={Check} title={t("jobs.none")}>
            {t("jobs.noneText")}
          </EmptyState>
        )}
        {dead.length > 0 && (
          <Table<DeadJob>
            label={t("jobs.title")}
            rows={dead}
            idOf={(job) => job.id}
            columns={[
              { id: "queue", name: t("jobs.queue"), cell: (job) => <span className="medium">{job.queue}</span> },
              { id: "error", name: t("jobs.error"), cell: (job) => <code>{job.last_error ?? "—"}</code> },
              { id: "attempts", name: t("jobs.attempts"), end: true, cell: (job) => format.number(job.attempts) },
              { id: "failed", name: t("jobs.failed"), end: true, cell: (job) => format.when(job.failed_at) },
              { id: "deed", name: t("jobs.deed"), hideName: true, end: true, cell: (job) => <Retry job={job} /> },
            ]}
          />
        )}
      </div>
    </>
  );
}

function Retry({ job }: { job: DeadJob }) {
  const { t } = useTranslation("admin");
  const say = useSay();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => take(api.POST("/api/house/dead-jobs/{id}/retries", { params: { path: { id: job.id } } })),
    onSuccess: () => {
      showToast({ text: t("jobs.retried", { queue: job.queue }) });
      return queries.invalidateQueries({ queryKey: key });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  return (
    <Button size="s" icon={RotateCw} busy={retry.isPending} onPress={() => retry.mutate()}>
      {t("jobs.retry")}
    </Button>
  );
}
