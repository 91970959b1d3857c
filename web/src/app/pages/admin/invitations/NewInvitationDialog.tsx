// Writes to somebody who will work here: their address, and their name as colleagues will read it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showToast, TextField } from "@/ui";
import { FormDialog } from "../../account/parts/FormDialog";
import { looksLikeAddress } from "../../sign-in/useSignIn";
import { invitationsKey } from "./keys";

export function NewInvitationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("invitations");
  const queries = useQueryClient();
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const invite = useMutation({
    mutationFn: () => take(api.POST("/api/identity/invitations", { body: { address: address.trim(), name: name.trim() } })),
    onSuccess: async () => {
      onClose();
      showToast({ text: t("sent", { name: name.trim() }) });
      await queries.invalidateQueries({ queryKey: invitationsKey });
    },
  });

  function go() {
    setTried(true);
    if (looksLikeAddress(address) && name.trim()) invite.mutate();
  }

  return (
    <FormDialog title={t("inviteTitle")} deed={t("send")} busy={invite.isPending} error={invite.error} onGo={go} onClose={onClose}>
      <TextField
        autoFocus
        type="email"
        name="invited-address"
        autoComplete="off"
        label={t("address")}
        value={address}
        onChange={setAddress}
        error={tried && !looksLikeAddress(address) ? t("noAddress") : null}
        inputProps={{ spellCheck: false, autoCapitalize: "none" }}
      />
      <TextField name="invited-name" autoComplete="off" label={t("name")} value={name} onChange={setName} error={tried && !name.trim() ? t("noName") : null} />
    </FormDialog>
  );
}
