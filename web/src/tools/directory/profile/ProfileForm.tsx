// What one's card says, and to whom.

import { Check } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Profile } from "@/api/directory";
import { Button, showToast } from "@/ui";

import { useDeed } from "../parts/useDeed";
import { bodyOf, fieldsOf, visibilityOf } from "./fields";
import { ProfileFields } from "./ProfileFields";
import { VisibilityFields } from "./VisibilityFields";

export function ProfileForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation("directory");
  const [fields, setFields] = useState(() => fieldsOf(profile));
  const [visibility, setVisibility] = useState(() => visibilityOf(profile));
  const save = useDeed(
    () => take(api.PATCH("/api/directory/people/me", { body: { ...bodyOf(fields), visibility } })),
    () => showToast({ icon: Check, text: t("profile.saved") }),
  );
  const go = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form className="d-form" onSubmit={go}>
      <ProfileFields own fields={fields} onChange={(changes) => setFields({ ...fields, ...changes })} />
      <VisibilityFields visibility={visibility} onChange={(changes) => setVisibility({ ...visibility, ...changes })} />
      {save.refusal}
      <div className="d-form-end">
        <Button type="submit" kind="main" busy={save.isPending}>
          {t("profile.save")}
        </Button>
      </div>
    </form>
  );
}
