// For correspondents: what one may change of this organisation.

import { Briefcase, CalendarX2, Ellipsis, Network, Pencil, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button, IconButton, Menu } from "@/ui";

export function OrganisationDeeds({ onOpen }: { onOpen: (about: string) => void }) {
  const { t } = useTranslation("directory");
  return (
    <div className="d-deeds" role="group" aria-label={t("organisation.deeds")}>
      <Button icon={Pencil} onPress={() => onOpen("edit")}>
        {t("organisation.edit")}
      </Button>
      <Button icon={Network} onPress={() => onOpen("new")}>
        {t("organisation.add")}
      </Button>
      <Button icon={Briefcase} onPress={() => onOpen("function")}>
        {t("function.add")}
      </Button>
      <Menu
        label={t("organisation.deeds")}
        groups={[
          {
            id: "organisation",
            deeds: [
              { id: "head", name: t("organisation.setHead"), icon: UserRound, onDo: () => onOpen("head") },
              { id: "close", name: t("organisation.close"), icon: CalendarX2, grave: true, onDo: () => onOpen("close") },
            ],
          },
        ]}
      >
        <IconButton icon={Ellipsis} label={t("person.more")} />
      </Menu>
    </div>
  );
}
