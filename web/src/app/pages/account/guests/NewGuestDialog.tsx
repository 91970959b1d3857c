// Invites somebody from outside: who, why, and until which day one answers for them.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { DatePicker, showToast, TextField } from "@/ui";
import { looksLikeAddress } from "../../sign-in/useSignIn";
import { guestsKey } from "../keys";
import { FormDialog } from "../parts/FormDialog";
import { dayIn } from "./days";

const usual = 90;
/** The house lets nobody answer for longer. */
export const longest = 365;

export function NewGuestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("guests");
  const queries = useQueryClient();
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => dayIn(usual));
  const [tried, setTried] = useState(false);

  const invite = useMutation({
    mutationFn: () => take(api.POST("/api/identity/guests", { body: { address: address.trim(), name: name.trim(), reason: reason.trim(), until } })),
    onSuccess: async () => {
      onClose();
      showToast({ text: t("invited", { name: name.trim() }) });
      await queries.invalidateQueries({ queryKey: guestsKey });
    },
  });

  function go() {
    setTried(true);
    if (looksLikeAddress(address) && name.trim() && reason.trim()) invite.mutate();
  }

  const missing = (text: string, word: string) => (tried && !text.trim() ? t(word) : null);
  return (
    <FormDialog title={t("inviteTitle")} deed={t("inviteDeed")} busy={invite.isPending} error={invite.error} onGo={go} onClose={onClose}>
      <TextField
        autoFocus
        type="email"
        name="guest-address"
        autoComplete="off"
        label={t("address")}
        value={address}
        onChange={setAddress}
        error={tried && !looksLikeAddress(address) ? t("noAddress") : null}
        inputProps={{ spellCheck: false, autoCapitalize: "none" }}
      />
      <TextField name="guest-name" autoComplete="off" label={t("name")} value={name} onChange={setName} error={missing(name, "noName")} />
      <TextField name="guest-reason" autoComplete="off" label={t("reason")} help={t("reasonHelp")} value={reason} onChange={setReason} error={missing(reason, "noReason")} />
      <DatePicker label={t("untilDay")} help={t("untilHelp")} value={until} min={dayIn(0)} max={dayIn(longest)} onChange={setUntil} />
    </FormDialog>
  );
}
