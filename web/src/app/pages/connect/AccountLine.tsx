// With which account, and the way to take another.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Avatar, showToast } from "@/ui";
import { useSay } from "../../say";
import { signOut } from "../../signOut";

export interface AccountLineProps {
  account: { name?: string | null; address: string };
  /** Where to come back once another account has been taken. */
  here: string;
}

export function AccountLine({ account, here }: AccountLineProps) {
  const { t } = useTranslation("connect");
  const say = useSay();
  const change = useMutation({
    // Of this house only: by the ministry's page one would not come back to what one was asked.
    mutationFn: signOut,
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
