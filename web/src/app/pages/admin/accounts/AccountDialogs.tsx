// What an administrator does to an account, asked first. The server asks them to show again who they are.
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Account } from "@/api/types";
import { GraveDialog } from "../../account/parts/GraveDialog";
import { accountsKey } from "./keys";

export interface AccountDialogsProps {
  account: Account;
  asked: string;
  onClose: () => void;
}

export function AccountDialogs({ account, asked, onClose }: AccountDialogsProps) {
  const { t } = useTranslation("accounts");
  const { name } = account;
  const path = { params: { path: { person: account.id } } };
  const deeds = {
    "sign-out": {
      title: t("signOutTitle", { name }),
      text: t("signOutText"),
      deed: t("signOut"),
      done: t("signedOut", { name }),
      act: () => take(api.DELETE("/api/identity/accounts/{person}/sessions", path)),
    },
    forget: {
      title: t("forgetTitle", { name }),
      text: t("forgetText"),
      deed: t("forget"),
      done: t("forgotten", { name }),
      act: () => take(api.DELETE("/api/identity/accounts/{person}/factors", path)),
    },
    suspend: {
      title: t("suspendTitle", { name }),
      text: t("suspendText"),
      deed: t("suspend"),
      done: t("suspendedNow", { name }),
      act: () => take(api.PUT("/api/identity/accounts/{person}/suspension", { ...path, body: {} })),
    },
    reinstate: {
      title: t("reinstateTitle", { name }),
      text: t("reinstateText"),
      deed: t("reinstate"),
      done: t("reinstated", { name }),
      act: () => take(api.DELETE("/api/identity/accounts/{person}/suspension", path)),
    },
  };
  if (!isOneOf(deeds, asked)) return null;
  const { title, text, deed, done, act } = deeds[asked];
  return (
    <GraveDialog title={title} deed={deed} keep={t("keep")} done={done} act={act} stale={[accountsKey]} onClose={onClose}>
      {text}
    </GraveDialog>
  );
}

/** The name of a deed comes from the address of the page. */
function isOneOf<Deeds extends object>(deeds: Deeds, name: string): name is Extract<keyof Deeds, string> {
  return Object.hasOwn(deeds, name);
}
