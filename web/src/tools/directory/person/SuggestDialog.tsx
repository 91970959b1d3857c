// Proposes a correction to somebody else's card; whoever keeps that part of the annuaire decides.

import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { PersonCard } from "@/api/directory";
import { useSay } from "@/app";
import { Button, Dialog, Notice, Select, showToast, TextArea, TextField } from "@/ui";

import { correctable, type Correctable, valueOf } from "../model/corrections";

export function SuggestDialog({ person, onClose }: { person: PersonCard; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const [field, setField] = useState<Correctable>("title");
  const [value, setValue] = useState(valueOf(person, "title"));
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState(false);
  const same = value.trim() === valueOf(person, field);
  const fault = value.trim() === "" ? t("suggest.nothing") : same ? t("suggest.same") : null;
  const send = useMutation({
    mutationFn: () => take(api.POST("/api/directory/people/{id}/suggestions", { params: { path: { id: person.id } }, body: { field, value: value.trim(), comment: comment.trim() } })),
    onSuccess: () => {
      showToast({ icon: Check, text: t("suggest.sent") });
      onClose();
    },
  });
  const go = () => {
    setTried(true);
    if (fault === null) send.mutate();
  };

  return (
    <Dialog
      open
      title={t("suggest.title", { name: person.name })}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {t("cancel")}
          </Button>
          <Button kind="main" busy={send.isPending} onPress={go}>
            {t("suggest.send")}
          </Button>
        </>
      }
    >
      <p className="soft">{t("suggest.text")}</p>
      <Select
        label={t("suggest.field")}
        value={field}
        onChange={(next) => {
          setField(next);
          setValue(valueOf(person, next));
          setTried(false);
        }}
        choices={correctable.map((id) => ({ id, name: t(`corrections.${id}`) }))}
      />
      <TextField label={t("suggest.value")} value={value} onChange={setValue} error={tried ? fault : null} />
      <TextArea label={t("suggest.comment")} optional rows={2} value={comment} onChange={setComment} />
      {send.error && (
        <Notice kind="danger" alert>
          {say(send.error)}
        </Notice>
      )}
    </Dialog>
  );
}
