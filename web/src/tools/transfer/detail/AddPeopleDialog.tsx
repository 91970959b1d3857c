// Gives a sent parcel to more people; they are written to at once.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Parcel } from "@/api/types";
import { useMe, useSay } from "@/app";
import { Button, Dialog, Notice, showToast } from "@/ui";

import { sameAddress } from "../model/addresses";
import { written } from "../model/people";
import { RecipientsField } from "../compose/RecipientsField";
import { useRecipients } from "../compose/useRecipients";
import { limitsQuery, remember } from "../queries";

export function AddPeopleDialog({ parcel, onClose }: { parcel: Parcel; onClose(): void }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const recipients = useRecipients([]);
  const [error, setError] = useState<string | null>(null);
  const limits = useQuery(limitsQuery);
  const room = (limits.data?.max_recipients ?? 100) - parcel.recipients.length;
  const fresh = recipients.allowed.filter((address) => !written(parcel).some((one) => sameAddress(one.address, address)));
  const add = useMutation({
    mutationFn: () => take(api.POST("/api/transfer/parcels/{id}/recipients", { params: { path: { id: parcel.id } }, body: { addresses: fresh } })),
    onSuccess: (changed) => {
      remember(queries, changed);
      showToast({ text: t("add.done", { count: fresh.length }) });
      onClose();
    },
  });
  const submit = () => {
    if (recipients.people.length === 0) setError(t("send.noOne"));
    else if (recipients.checking) setError(null);
    else if (recipients.allowed.length < recipients.people.length) setError(t("send.refused"));
    else if (fresh.length === 0) setError(t("add.already"));
    else add.mutate();
  };

  return (
    <Dialog
      open
      title={t("add.title")}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("cancel")}
          </Button>
          <Button kind="main" busy={add.isPending} onPress={submit}>
            {t("add.send")}
          </Button>
        </>
      }
    >
      <p className="soft">{t("add.text")}</p>
      <RecipientsField recipients={recipients} max={Math.max(0, room)} agent={me.agent} error={error} autoFocus />
      {add.error && (
        <Notice kind="danger" alert>
          {say(add.error)}
        </Notice>
      )}
    </Dialog>
  );
}
