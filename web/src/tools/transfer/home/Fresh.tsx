// Beside the tool's name in the navigation: parcels received and not opened.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Count } from "@/ui";

import { boxQuery } from "../queries";

export default function Fresh() {
  const { t } = useTranslation("transfer");
  const { data } = useInfiniteQuery(boxQuery("received"));
  const count = data?.pages.at(-1)?.counts.received_new ?? 0;
  return count > 0 ? <Count of={count} fresh label={t("home.fresh", { count })} /> : null;
}
