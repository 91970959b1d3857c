// Asks the provider for its description and its keys, now.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, Notice } from "@/ui";
import { useSay } from "../../../say";
import { providersKey } from "./keys";

export function ProviderTest({ id }: { id: string }) {
  const { t } = useTranslation("connections");
  const say = useSay();
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => take(api.POST("/api/hub/providers/{id}/tests", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: providersKey }),
  });
  const works = test.data?.discovery === "ok";
  return (
    <>
      <div className="deeds">
        <Button icon={Activity} busy={test.isPending} onPress={() => test.mutate()}>
          {t("providers.test")}
        </Button>
      </div>
      <div role="status">
        {test.data && (
          <Notice kind={works ? "ok" : "danger"}>
            {works ? t("providers.testOk", { count: test.data.keys }) : t("providers.testFailed")} {!works && <code>{[test.data.discovery, test.data.reason].filter(Boolean).join(" · ")}</code>}
          </Notice>
        )}
        {test.error && <Notice kind="danger">{say(test.error)}</Notice>}
      </div>
    </>
  );
}
