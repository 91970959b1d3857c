// For correspondents: somebody whose work forbids that they be found.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { PersonCard } from "@/api/directory";
import { useSay } from "@/app";
import { showToast, Switch } from "@/ui";

export function Protection({ person }: { person: PersonCard }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const queries = useQueryClient();
  const protect = useMutation({
    mutationFn: (on: boolean) => take(api.PUT("/api/directory/people/{id}/protection", { params: { path: { id: person.id } }, body: { protected: on } })),
    onSuccess: async (_, on) => {
      showToast({ icon: ShieldCheck, text: t(on ? "protection.on" : "protection.off", { name: person.name }) });
      // Not what was found: whoever may protect finds the person either way, and the index follows a moment later.
      await queries.invalidateQueries({ predicate: ({ queryKey: [tool, kind] }) => tool === "directory" && kind !== "find" });
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  return (
    <section className="d-keep" aria-label={t("protection.title")}>
      <Switch checked={person.protected ?? false} disabled={protect.isPending} onChange={(on) => protect.mutate(on)} description={t("protection.text")}>
        {t("protection.title")}
      </Switch>
    </section>
  );
}
