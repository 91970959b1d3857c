// What the sender may still do: add someone, change the last day, remind, take the parcel back.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, BellRing, CalendarClock, Check, UserRoundPlus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Parcel } from "@/api/types";
import { useDialog, useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { Button, showToast } from "@/ui";

import { nameOf, toRemind } from "../model/people";
import { doLater } from "../parts/later";
import { remember } from "../queries";
import { AddPeopleDialog } from "./AddPeopleDialog";
import { LastDayDialog } from "./LastDayDialog";
import { WithdrawDialog } from "./WithdrawDialog";

export function DetailActions({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const adding = useDialog("add");
  const prolonging = useDialog("until");
  const withdrawing = useDialog("withdraw");
  const late = toRemind(parcel, new Date());
  const remind = useMutation({
    mutationFn: ({ recipients }: { recipients: string[] }) =>
      take(api.POST("/api/transfer/parcels/{id}/reminders", { params: { path: { id: parcel.id } }, body: { recipients }, keepalive: true })),
    onSuccess: (changed) => remember(queries, changed),
    onError: (error) => showToast({ text: say(error) }),
  });
  const askReminder = () => {
    const names = late.map(nameOf);
    const shown = names.length > 3 ? [...names.slice(0, 2), t("others", { count: names.length - 2 })] : names;
    doLater({
      icon: Check,
      text: t("remind.soon", { count: names.length, names: format.list(shown) }),
      undo: t("undo"),
      onUndo: () => undefined,
      onDone: () => remind.mutate({ recipients: late.map(({ id }) => id) }),
    });
  };

  return (
    <>
      <div className="inline g2 wrap t-actions">
        <Button size="s" icon={UserRoundPlus} onPress={() => adding.show()}>
          {t("add.deed")}
        </Button>
        <Button size="s" icon={CalendarClock} onPress={() => prolonging.show()}>
          {t("until.deed")}
        </Button>
        {late.length > 0 && (
          <Button size="s" icon={BellRing} busy={remind.isPending} onPress={askReminder}>
            {t("remind.deed", { count: late.length })}
          </Button>
        )}
        <Button size="s" kind="plain" icon={Ban} className="t-grave" onPress={() => withdrawing.show()}>
          {t("withdraw.deed")}
        </Button>
      </div>
      {adding.open && <AddPeopleDialog parcel={parcel} onClose={adding.close} />}
      {prolonging.open && <LastDayDialog parcel={parcel} onClose={prolonging.close} />}
      {withdrawing.open && <WithdrawDialog parcel={parcel} onClose={withdrawing.close} />}
    </>
  );
}
