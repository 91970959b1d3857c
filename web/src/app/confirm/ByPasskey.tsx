// A passkey: one gesture on the device.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { showPasskey } from "../proofs/webauthn";
import type { WayProps } from "./way";
import { WayForm } from "./WayForm";

export function ByPasskey({ onConfirmed, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const show = useMutation({
    mutationFn: async () => {
      const { id, options } = await take(api.POST("/api/identity/confirmations/passkeys", { body: {} }));
      const credential = await showPasskey(options);
      return take(api.POST("/api/identity/confirmations/passkeys/{id}", { params: { path: { id } }, body: { credential: credential as never } }));
    },
    onSuccess: onConfirmed,
  });
  return (
    <WayForm deed={t("passkeyDeed")} busy={show.isPending} error={show.error} onGo={() => show.mutate()} onCancel={onCancel}>
      <p>{t("passkeyText")}</p>
    </WayForm>
  );
}
