// Answers for a guest until another day.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Guest } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { DatePicker, showToast } from "@/ui";
import { useSay } from "../../../say";
import { guestsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";
import { dayIn } from "./days";
import { longest } from "./NewGuestDialog";

export function ExtendGuestDialog({ guest, onClose }: { guest: Guest; onClose: () => void }) {
  const { t } = useTranslation(["guests", "account"]);
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const [until, setUntil] = useState(guest.until);

  const call = async (day: string) => {
    await take(api.PATCH("/api/identity/guests/{id}", { params: { path: { id: guest.id } }, body: { until: day } }));
    await queries.invalidateQueries({ queryKey: guestsKey });
  };
  const undo = () => call(guest.until).catch((error: unknown) => showToast({ text: say(error) }));
  const extend = useMutation({
    mutationFn: () => call(until),
    onSuccess: () => {
      onClose();
      showToast({ text: t("extended", { name: guest.name, day: format.day(until) }), deed: { name: t("account:undo"), onDo: () => void undo() } });
    },
  });

  return (
    <FormDialog title={t("extendTitle", { name: guest.name })} deed={t("extendDeed")} busy={extend.isPending} error={extend.error} onGo={() => (until === guest.until ? onClose() : extend.mutate())} onClose={onClose}>
      <DatePicker label={t("untilDay")} help={t("untilHelp")} value={until} min={dayIn(0)} max={dayIn(longest)} onChange={setUntil} />
    </FormDialog>
  );
}
