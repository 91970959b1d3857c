// Numbers, each with what it is.

import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Telephone } from "@/api/directory";
import { Button, IconButton, Select, TextField } from "@/ui";

const kinds = ["desk", "mobile", "duty", "other"] as const;
const most = 6;

export function TelephonesField({ telephones, onChange }: { telephones: readonly Telephone[]; onChange: (telephones: Telephone[]) => void }) {
  const { t } = useTranslation("directory");
  const change = (rank: number, changes: Partial<Telephone>) => onChange(telephones.map((one, place) => (place === rank ? { ...one, ...changes } : one)));
  return (
    <fieldset className="field wide">
      <legend>{t("facts.telephones")}</legend>
      {telephones.map(({ kind, number }, rank) => (
        // Lines have no name of their own: their place is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="d-telephone" key={rank}>
          <Select hideLabel label={t("telephones.kind")} value={kind} onChange={(next) => change(rank, { kind: next })} choices={kinds.map((id) => ({ id, name: t(`telephones.${id}`) }))} />
          <TextField hideLabel type="tel" label={t("telephones.number")} value={number} onChange={(next) => change(rank, { number: next })} maxLength={40} />
          <IconButton icon={X} label={t("telephones.remove", { number: number || t(`telephones.${kind}`) })} onPress={() => onChange(telephones.filter((_, place) => place !== rank))} />
        </div>
      ))}
      {telephones.length < most && (
        <div>
          <Button size="s" icon={Plus} onPress={() => onChange([...telephones, { kind: telephones.length === 0 ? "desk" : "mobile", number: "" }])}>
            {t("telephones.add")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
