// Programs will stop: this one deserves a question.
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Token } from "@/api/types";
import { tokensKey } from "../keys";
import { GraveDialog } from "../parts/GraveDialog";

export function RevokeTokenDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation("account");
  return (
    <GraveDialog
      title={t("tokens.revokeTitle", { name: token.name })}
      deed={t("tokens.revokeDeed")}
      keep={t("tokens.keep")}
      done={t("tokens.revoked", { name: token.name })}
      act={() => take(api.DELETE("/api/identity/tokens/{id}", { params: { path: { id: token.id } } }))}
      stale={[tokensKey]}
      onClose={onClose}
    >
      {t("tokens.revokeText")}
    </GraveDialog>
  );
}
