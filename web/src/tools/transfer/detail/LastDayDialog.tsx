// Changes the last day a parcel can be fetched, later or sooner.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Parcel } from "@/api/types";
import { useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { Button, Calendar, Dialog, Notice, showToast } from "@/ui";

import { dayAfter } from "../model/days";
import { limitsQuery, remember } from "../queries";

export function LastDayDialog({ parcel, onClose }: { parcel: Parcel; onClose(): void }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const limits = useQuery(limitsQuery);
  const [day, setDay] = useState(parcel.ends_on);
  const days = limits.data?.max_days;
  const last = days === undefined ? undefined : dayAfter(new Date(parcel.sent_at ?? Date.now()), days);
  const save = useMutation({
    mutationFn: () => take(api.PATCH("/api/transfer/parcels/{id}", { params: { path: { id: parcel.id } }, body: { ends_on: day } })),
    onSuccess: (changed) => {
      remember(queries, changed);
      showToast({ text: t("until.done", { day: format.day(changed.ends_on) }) });
      onClose();
    },
  });

  return (
    <Dialog
      open
      title={t("until.title")}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("cancel")}
          </Button>
          <Button kind="main" busy={save.isPending} isDisabled={day === parcel.ends_on} onPress={() => save.mutate()}>
            {t("until.save")}
          </Button>
        </>
      }
    >
      <p className="soft">{day < parcel.ends_on ? t("until.shorter", { day: format.day(day) }) : t("until.text", { day: format.day(day) })}</p>
      <Calendar label={t("until.title")} value={day} min={dayAfter(new Date(), 0)} max={last} onChange={setDay} note={last && days !== undefined ? t("details.untilMax", { count: days, day: format.day(last) }) : undefined} />
      {save.error && (
        <Notice kind="danger" alert>
          {say(save.error)}
        </Notice>
      )}
    </Dialog>
  );
}
