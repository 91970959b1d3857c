// Files read before, and what became of them.

import { FileCheck2, FileClock, FileX2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Import } from "@/api/directory";
import { useFormat } from "@/i18n/format";
import { Icon, ListRow, Rows } from "@/ui";

const icons = { applied: FileCheck2, checked: FileClock, refused: FileX2 } as Record<string, typeof FileClock>;

const counts = ["added", "changed", "removed", "faulty"] as const;

export function ImportList({ imports, current }: { imports: readonly Import[]; current: string | null }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const sum = (one: Import) => {
    const parts = counts.filter((count) => one[count] > 0).map((count) => t(`imports.summary.${count}`, { count: one[count], number: format.number(one[count]) }));
    return parts.join(", ") || t("imports.summary.nothing");
  };
  return (
    <section aria-labelledby="imports-before">
      <h2 className="group d-part" id="imports-before">
        {t("imports.before")}
      </h2>
      <Rows flush className="d-rows">
        {imports.map((one) => (
          <ListRow
            key={one.id}
            current={one.id === current}
            lead={<Icon of={icons[one.state] ?? FileClock} />}
            title={`${t(`importKinds.${one.kind}`)} · ${t(`imports.states.${one.state}`)}`}
            detail={[one.organisation?.name, sum(one)].filter(Boolean).join(" · ")}
            href={`/directory/imports?import=${one.id}`}
            end={<span className="meta num">{format.when(one.made_at)}</span>}
          />
        ))}
      </Rows>
    </section>
  );
}
