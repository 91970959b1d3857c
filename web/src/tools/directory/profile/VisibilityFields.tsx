// Who sees what of one's card.

import { useTranslation } from "react-i18next";

import type { Visibility } from "@/api/directory";
import { Select } from "@/ui";

import { audiences, guarded } from "./fields";

export function VisibilityFields({ visibility, onChange }: { visibility: Visibility; onChange: (changes: Partial<Visibility>) => void }) {
  const { t } = useTranslation("directory");
  return (
    <section aria-labelledby="who-sees">
      <h2 className="title-3" id="who-sees">
        {t("visibility.title")}
      </h2>
      <p className="soft">{t("visibility.text")}</p>
      <div className="d-fields">
        {guarded.map((field) => (
          <Select key={field} label={t(`visibility.${field}`)} value={visibility[field]} onChange={(audience) => onChange({ [field]: audience })} choices={audiences.map((id) => ({ id, name: t(`audiences.${id}`) }))} />
        ))}
      </div>
    </section>
  );
}
