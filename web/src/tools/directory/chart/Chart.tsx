// The outline itself: a tree with the keyboard of a tree. Arrows walk and unfold, Enter opens.

import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "@tanstack/react-router";

import type { Organisation } from "@/api/types";
import { Badge, Icon, Link } from "@/ui";

import { usePlaces } from "../parts/places";
import { Outline, type Line } from "./outline";

export interface ChartProps {
  organisations: readonly Organisation[];
  /** Where the person works, or the organisation one looks at: unfolded down to it. */
  here: string | undefined;
}

export function Chart({ organisations, here }: ChartProps) {
  const { t } = useTranslation("directory");
  const navigate = useNavigate();
  const places = usePlaces();
  const tree = useRef<HTMLDivElement>(null);
  const outline = useMemo(() => new Outline(organisations), [organisations]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(() => new Set(here ? [...outline.above(here), here] : []));
  const [at, setAt] = useState<string | null>(here ?? null);
  const lines = outline.lines(unfolded);
  const walked = lines.some(({ organisation }) => organisation.id === at) ? at : lines[0]?.organisation.id;

  const fold = (id: string, open: boolean) => {
    const next = new Set(unfolded);
    if (open) next.add(id);
    else next.delete(id);
    setUnfolded(next);
  };
  const go = (line: Line | undefined) => {
    if (!line) return;
    setAt(line.organisation.id);
    tree.current?.querySelector<HTMLElement>(`[data-id="${line.organisation.id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, line: Line, rank: number) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const { id } = line.organisation;
    const deeds: Record<string, () => void> = {
      ArrowDown: () => go(lines[rank + 1]),
      ArrowUp: () => go(lines[rank - 1]),
      Home: () => go(lines[0]),
      End: () => go(lines.at(-1)),
      ArrowRight: () => (line.open ? go(lines[rank + 1]) : line.open === false && fold(id, true)),
      ArrowLeft: () => (line.open ? fold(id, false) : go(lines.findLast((one, place) => place < rank && one.level < line.level))),
      Enter: () => void navigate({ href: places.organisation(id) }),
    };
    const deed = deeds[event.key] ?? (event.key.length === 1 && event.key !== " " ? () => go(beginningWith(lines, event.key, rank)) : null);
    if (!deed) return;
    event.preventDefault();
    deed();
  };

  return (
    <div role="tree" aria-label={t("chart.title")} className="d-tree" ref={tree}>
      {lines.map((line, rank) => {
        const { id, name, acronym } = line.organisation;
        return (
          <div
            key={id}
            role="treeitem"
            data-id={id}
            aria-level={line.level}
            aria-posinset={line.place}
            aria-setsize={line.of}
            aria-expanded={line.open ?? undefined}
            aria-selected={id === here}
            tabIndex={id === walked ? 0 : -1}
            className="d-line"
            style={{ "--level": line.level } as Record<string, number>}
            onFocus={() => setAt(id)}
            onKeyDown={(event) => onKeyDown(event, line, rank)}
          >
            {line.open === null ? (
              <span className="d-fold" />
            ) : (
              // For the mouse: the keyboard has its arrows.
              <button type="button" className="d-fold" tabIndex={-1} aria-label={t(line.open ? "chart.fold" : "chart.unfold", { name })} onClick={() => fold(id, !line.open)}>
                <Icon of={line.open ? ChevronDown : ChevronRight} size="s" />
              </button>
            )}
            <Link bare href={places.organisation(id)} tabIndex={-1} className="d-line-name">
              {name}
            </Link>
            {acronym && <Badge>{acronym}</Badge>}
            {id === here && <Badge kind="accent">{t("chart.here")}</Badge>}
          </div>
        );
      })}
    </div>
  );
}

/** The next line whose name begins with this letter, going round. */
function beginningWith(lines: readonly Line[], letter: string, after: number): Line | undefined {
  const wanted = letter.toLocaleLowerCase();
  const round = [...lines.slice(after + 1), ...lines.slice(0, after + 1)];
  return round.find(({ organisation }) => organisation.name.toLocaleLowerCase().startsWith(wanted));
}
