// The fields of a card, for oneself and for whoever keeps it.

import { useTranslation } from "react-i18next";

import { TextArea, TextField } from "@/ui";

import type { Fields } from "./fields";
import { TelephonesField } from "./TelephonesField";
import { WordsField } from "./WordsField";

export interface ProfileFieldsProps {
  fields: Fields;
  onChange: (changes: Partial<Fields>) => void;
  /** One's own card: its heading and some help speak to whoever it describes. */
  own?: boolean;
}

export function ProfileFields({ fields, onChange, own = false }: ProfileFieldsProps) {
  const { t } = useTranslation("directory");
  return (
    <section aria-labelledby={own ? "what-it-says" : undefined}>
      {own && (
        <h2 className="title-3" id="what-it-says">
          {t("profile.says")}
        </h2>
      )}
      <div className="d-fields">
        <TextField label={t("facts.usageName")} optional help={t("profile.usageHelp")} value={fields.usage_name} onChange={(usage_name) => onChange({ usage_name })} maxLength={100} />
        <TextField label={t("facts.title")} optional help={t("profile.titleHelp")} value={fields.title} onChange={(title) => onChange({ title })} maxLength={150} />
        <TextArea className="wide" label={t("facts.about")} optional help={own ? t("profile.aboutHelp") : undefined} rows={3} value={fields.about} onChange={(about) => onChange({ about })} maxLength={1000} />
        <TextField label={t("facts.office")} optional value={fields.office} onChange={(office) => onChange({ office })} maxLength={150} />
        <TextField label={t("facts.site")} optional value={fields.site} onChange={(site) => onChange({ site })} maxLength={150} />
        <TextArea className="wide" label={t("facts.address")} optional rows={2} value={fields.address} onChange={(address) => onChange({ address })} maxLength={300} />
        <TelephonesField telephones={fields.telephones} onChange={(telephones) => onChange({ telephones })} />
        <WordsField label={t("facts.skills")} help={t("profile.skillsHelp")} words={fields.skills} onChange={(skills) => onChange({ skills })} />
        <WordsField label={t("facts.languages")} help={own ? t("profile.languagesHelp") : undefined} words={fields.languages} onChange={(languages) => onChange({ languages })} />
      </div>
    </section>
  );
}
