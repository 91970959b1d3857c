// Which file, of what, for which organisation. Nothing is changed by reading it.

import { useQuery } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import { isAdministrator, useMe } from "@/app";
import { profileQuery } from "@/app/people";
import { useFormat } from "@/i18n/format";
import { Button, Notice, Select } from "@/ui";

import { useDeed } from "../parts/useDeed";
import { organisationsQuery } from "../queries";

const kinds = ["people", "organisations", "dila"] as const;
type Kind = (typeof kinds)[number];
/** Bytes the server reads of one file. */
const largest = 64 * 1024 * 1024;

export function ImportForm({ onRead }: { onRead: (id: string) => void }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>("people");
  const [chosen, setOrganisation] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const profile = useQuery(profileQuery);
  const all = useQuery({ ...organisationsQuery, enabled: isAdministrator(me) });
  const mine = isAdministrator(me) ? (all.data?.organisations.filter(({ parent }) => !parent) ?? []) : (profile.data?.keeps ?? []);
  const organisation = chosen ?? mine[0]?.id ?? null;
  const read = useDeed(
    async (file: File) =>
      take(api.POST("/api/directory/imports", {
        params: { query: { kind, ...(organisation && kind !== "dila" ? { organisation } : {}) } },
        // The schema knows a text: a file travels as it is.
        body: "",
        bodySerializer: () => file,
        headers: { "Content-Type": kind === "dila" ? "application/json" : "text/csv" },
      })),
    ({ id }) => onRead(id),
  );
  const choose = (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > largest);
    if (file.size <= largest) read.mutate(file);
  };

  return (
    <section className="d-import" aria-label={t("imports.read")}>
      <div className="d-fields">
        <Select label={t("imports.kind")} value={kind} onChange={setKind} choices={kinds.map((id) => ({ id, name: t(`importKinds.${id}`) }))} />
        {kind !== "dila" && <Select label={t("imports.organisation")} value={organisation} onChange={setOrganisation} choices={mine.map(({ id, name }) => ({ id, name }))} placeholder={t("imports.noOrganisation")} />}
      </div>
      <p className="meta">{t(`imports.columns.${kind}`)}</p>
      <div>
        <Button kind="main" icon={FileUp} busy={read.isPending} onPress={() => input.current?.click()}>
          {t("imports.choose")}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={kind === "dila" ? ".json,application/json" : ".csv,text/csv"}
          aria-label={t("imports.choose")}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {tooLarge && (
        <Notice kind="danger" alert>
          {t("imports.tooLarge", { size: format.size(largest) })}
        </Notice>
      )}
      {read.refusal}
    </section>
  );
}
