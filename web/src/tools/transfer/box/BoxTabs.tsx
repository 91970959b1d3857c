// The four boxes, each with its address.

import { useTranslation } from "react-i18next";

import type { ParcelCounts } from "@/api/types";
import { LinkTabs } from "@/ui";

import type { Box } from "../queries";

export function BoxTabs({ box, counts, hiddenOnPhone }: { box: Box; counts: ParcelCounts | null; hiddenOnPhone: boolean }) {
  const { t } = useTranslation("transfer");
  const numbers: Partial<Record<Box, number>> = { sent: counts?.sent, received: counts?.received_new, drafts: counts?.drafts };
  return (
    <LinkTabs
      label={t("box.tabs")}
      className={hiddenOnPhone ? "desk" : undefined}
      tabs={(["sent", "received", "drafts", "ended"] as const).map((one) => ({
        href: `/transfer/${one}`,
        name: t(`box.${one}`),
        count: numbers[one],
        fresh: one === "received",
        current: one === box,
      }))}
    />
  );
}
