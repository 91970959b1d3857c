// With which account, and the way to take another.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Avatar, showToast } from "@/ui";
import { useSay } from "../../say";

export interface AccountLineProps {
  account: { name?: string | null; address: string };
  /** Where to come back once another account has been taken. */
  here: string;
}

export function AccountLine({ account, here }: AccountLineProps) {
  const { t } = useTranslation("connect");
  const say = useSay();
  const change = useMutation({
    mutationFn: () => take(api.DELETE("/api/identity/sessions/{id}", { params: { path: { id: "current" } } })),
    onSuccess: () => window.location.replace(`/sign-in?${new URLSearchParams({ next: here })}`),
    onError: (error) => showToast({ text: say(error) }),
  });
  return (
    <div className="who-asks">
      <Avatar name={account.name || account.address} />
      <div>
        <b>{account.name || account.address}</b>
        <small>{account.address}</small>
      </div>
      <button type="button" className="link meta" disabled={change.isPending} onClick={() => change.mutate()}>
        {t("another")}
      </button>
    </div>
  );
}
