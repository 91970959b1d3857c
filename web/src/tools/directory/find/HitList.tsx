// What answers, by kind when all are mixed: people first, as they are the most asked for.

import { useTranslation } from "react-i18next";

import type { Hit } from "@/api/directory";

import { HitRow } from "./HitRow";

const order = ["person", "function", "organisation", "group"] as const;

export function HitList({ hits, typed, current, grouped }: { hits: readonly Hit[]; typed: string; current: string | undefined; grouped: boolean }) {
  const { t } = useTranslation("directory");
  const parts = grouped ? order.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) })).filter(({ hits }) => hits.length > 0) : [{ kind: hits[0]?.kind ?? "person", hits }];
  return parts.map(({ kind, hits }) => (
    <section key={kind} aria-labelledby={`found-${kind}`}>
      <h2 className="group" id={`found-${kind}`}>
        {t(`kinds.${kind}`)}
      </h2>
      <ul>
        {hits.map((hit) => (
          <li key={hit.id}>
            <HitRow hit={hit} typed={typed} current={hit.id === current} />
          </li>
        ))}
      </ul>
    </section>
  ));
}
