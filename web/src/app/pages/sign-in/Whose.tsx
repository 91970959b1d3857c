// For whom the door is about to open, with the way back.
import { Building2, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui";

export function Whose({ address, organisation, onChange }: { address: string; organisation?: string; onChange: () => void }) {
  const { t } = useTranslation("sign-in");
  return (
    <div className="found">
      <Icon of={organisation ? Building2 : UserRound} />
      <div className="grow">
        <b className="medium">{address}</b>
        {organisation && <span className="meta">{organisation}</span>}
      </div>
      <button type="button" className="link meta" onClick={onChange}>
        {t("change")}
      </button>
    </div>
  );
}
