// No way left into the old account: the directory correspondents of both organisations are asked.
import { useMutation } from "@tanstack/react-query";
import { Check, Send } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { HubArrival } from "@/api/types";
import { Button, ButtonLink, EmptyState, TextArea, TextField } from "@/ui";
import { Refused } from "../../Refused";
import { looksLikeAddress } from "../sign-in/useSignIn";
import { FoundHere } from "./parts";

export function TransferForm({ arrival, onBack }: { arrival: HubArrival; onBack: () => void }) {
  const { t } = useTranslation("hub");
  const [address, setAddress] = useState("");
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState(false);
  const ask = useMutation({ mutationFn: () => take(api.POST("/api/hub/arrivals/current/transfers", { body: { address: address.trim(), comment: comment.trim() } })) });

  function go(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (looksLikeAddress(address)) ask.mutate();
  }

  if (ask.isSuccess) {
    return (
      <EmptyState level={1} icon={Check} title={t("transfer.askedTitle")} deeds={<ButtonLink href="/sign-in">{t("transfer.askedDeed")}</ButtonLink>}>
        {t("transfer.askedText", { name: arrival.provider.name })}
      </EmptyState>
    );
  }
  return (
    <>
      <h1 className="title-1">{t("arrival.transfer")}</h1>
      <p className="reading soft lede">{t("transfer.lede")}</p>
      <FoundHere arrival={arrival} />
      <form onSubmit={go} noValidate>
        <TextField size="l" autoFocus type="email" name="address" autoComplete="off" label={t("recovery.address")} value={address} onChange={setAddress} error={tried && !looksLikeAddress(address) ? t("recovery.noAddress") : null} />
        <TextArea label={t("transfer.comment")} optional help={t("transfer.commentHelp")} rows={3} maxLength={500} value={comment} onChange={setComment} />
        <Refused by={ask.error} />
        <Button type="submit" kind="main" size="l" wide icon={Send} busy={ask.isPending}>
          {t("transfer.deed")}
        </Button>
        <div>
          <Button kind="plain" onPress={onBack}>
            {t("arrival.back")}
          </Button>
        </div>
      </form>
    </>
  );
}
