// Takes a parcel back. Others lose something, so the window names them first.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Parcel } from "@/api/types";
import { useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { Button, Dialog, Notice, showToast } from "@/ui";

import { nameOf, takenBy } from "../model/people";
import { remember } from "../queries";

const NAMED = 6;

export function WithdrawDialog({ parcel, onClose }: { parcel: Parcel; onClose(): void }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const untouched = parcel.recipients.filter((one) => takenBy(one) < parcel.files.length).map(nameOf);
  const took = parcel.recipients.filter((one) => takenBy(one) > 0).map(nameOf);
  const list = (names: string[]) => format.list(names.length > NAMED ? [...names.slice(0, NAMED - 1), t("others", { count: names.length - NAMED + 1 })] : names);
  const withdraw = useMutation({
    mutationFn: () => take(api.PUT("/api/transfer/parcels/{id}/withdrawal", { params: { path: { id: parcel.id } } })),
    onSuccess: (changed) => {
      remember(queries, changed);
      showToast({ text: t("withdraw.done") });
      onClose();
    },
  });

  return (
    <Dialog
      open
      role="alertdialog"
      title={t("withdraw.title", { title: parcel.title || t("untitled") })}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("withdraw.keep")}
          </Button>
          <Button kind="grave" busy={withdraw.isPending} onPress={() => withdraw.mutate()}>
            {t("withdraw.deed")}
          </Button>
        </>
      }
    >
      {untouched.length > 0 && <p>{t("withdraw.losing", { count: untouched.length, names: list(untouched) })}</p>}
      {took.length > 0 && <p className="soft">{t("withdraw.have", { count: took.length, names: list(took) })}</p>}
      {withdraw.error && (
        <Notice kind="danger" alert>
          {say(withdraw.error)}
        </Notice>
      )}
    </Dialog>
  );
}
