// The name others see, and the language of pages and mails.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import type { Me } from "@/api/types";
import { chooseLanguage, known, languages } from "@/i18n";
import { Button, Notice, Select, showToast, TextField } from "@/ui";
import { useSay } from "../../say";

export function IdentityForm({ me }: { me: Me }) {
  const { t } = useTranslation(["account", "shell"]);
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState(me.person.name);
  const [language, setLanguage] = useState(known(me.person.language) ?? "fr");

  const save = useMutation({
    mutationFn: () => take(api.PATCH("/api/identity/me", { body: { name: name.trim(), language } })),
    onSuccess: async (saved) => {
      queries.setQueryData(meQuery.queryKey, saved);
      await chooseLanguage(language);
      showToast({ text: t("saved") });
    },
  });

  function go(event: FormEvent) {
    event.preventDefault();
    if (name.trim()) save.mutate();
  }

  return (
    <section aria-labelledby="identity">
      <h2 className="title-3" id="identity">
        {t("identity.title")}
      </h2>
      <form onSubmit={go}>
        <TextField label={t("identity.name")} help={t("identity.nameHelp")} name="name" autoComplete="name" value={name} onChange={setName} error={name.trim() ? null : t("identity.noName")} />
        <Select
          label={t("identity.language")}
          help={t("identity.languageHelp")}
          value={language}
          onChange={setLanguage}
          choices={languages.map((id) => ({ id, name: t(`shell:languages.${id}`) }))}
        />
        {save.error && <Notice kind="danger" alert>{say(save.error)}</Notice>}
        <div className="deeds">
          <Button type="submit" kind="main" busy={save.isPending}>
            {t("identity.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}
