// One box as rows. Where each stands when one comes back to it is remembered.

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { TroubleState } from "@/app";
import { Button, ButtonLink, EmptyState, Rows as List, SkeletonRows } from "@/ui";

import type { Box } from "../queries";
import { BoxRow } from "./BoxRow";
import type { Rows } from "./useRows";

const places = new Map<Box, number>();

export function BoxList({ box, rows, current, opened }: { box: Box; rows: Rows; current: string | undefined; opened: string | undefined }) {
  const { t } = useTranslation("transfer");
  const list = useRef<HTMLDivElement>(null);
  const filled = rows.parcels.length > 0;

  useEffect(() => {
    const element = list.current;
    if (!element || !filled) return;
    element.scrollTop = places.get(box) ?? 0;
    const keep = () => places.set(box, element.scrollTop);
    element.addEventListener("scroll", keep, { passive: true });
    return () => element.removeEventListener("scroll", keep);
  }, [box, filled]);

  if (rows.loading) return <SkeletonRows rows={8} lead={false} />;
  if (rows.error && !filled) return <TroubleState error={rows.error} onRetry={rows.again} />;
  if (!filled) {
    return (
      <EmptyState tool="transfer" title={t(`empty.${box}.title`)} deeds={box === "ended" ? undefined : <ButtonLink href="/transfer/new">{t(`empty.${box}.deed`)}</ButtonLink>}>
        {t(`empty.${box}.text`)}
      </EmptyState>
    );
  }
  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll" ref={list} tabIndex={0} role="region" aria-label={t("box.list")}>
      <List>
        {rows.parcels.map((row) => (
          <BoxRow key={row.key ?? row.id} box={box} row={row} current={row.id === current} dim={opened === undefined} />
        ))}
      </List>
      {rows.more && (
        <div className="pad">
          <Button busy={rows.loadingMore} onPress={rows.more}>
            {t("box.more")}
          </Button>
        </div>
      )}
    </div>
  );
}
