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

export interface ImportFormProps {
  onRead: (id: string) => void;
  /** A file that was read waits to be applied: that is the deed of the page. */
  waiting: boolean;
}

export function ImportForm({ onRead, waiting }: ImportFormProps) {
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
  // Whoever keeps the whole house works somewhere too: their own organisation before any other.
  const own = topOf(profile.data?.organisation?.id, all.data?.organisations ?? []);
  const organisation = chosen ?? mine.find(({ id }) => id === own)?.id ?? mine[0]?.id ?? null;
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
        <Button kind={waiting ? "line" : "main"} icon={FileUp} busy={read.isPending} onPress={() => input.current?.click()}>
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

/** What is above everything that an organisation is part of. */
function topOf(id: string | undefined, all: readonly { id: string; parent?: string | null }[]): string | undefined {
  const one = all.find((organisation) => organisation.id === id);
  return one?.parent ? topOf(one.parent, all) : one?.id;
}
