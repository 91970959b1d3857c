// A guest: who, why, until when, and whether they have come.
import { CalendarPlus, Ellipsis, LogOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Guest } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, IconButton, ListRow, Menu } from "@/ui";

const kinds = { invited: "warn", active: "ok", ended: undefined } as const;

export function GuestRow({ guest, onExtend, onEnd }: { guest: Guest; onExtend: () => void; onEnd: () => void }) {
  const { t } = useTranslation("guests");
  const format = useFormat();
  const label = t("deeds", { name: guest.name });
  return (
    <ListRow
      lead={<Avatar name={guest.name} kind="external" />}
      title={guest.name}
      beside={<Badge kind={kinds[guest.state]}>{t(`states.${guest.state}`)}</Badge>}
      detail={[guest.address, guest.reason, t("until", { day: format.day(guest.until) })].join(" · ")}
      end={
        guest.state !== "ended" && (
          <Menu
            label={label}
            groups={[
              {
                id: "deeds",
                deeds: [
                  { id: "extend", name: t("extend"), icon: CalendarPlus, onDo: onExtend },
                  { id: "end", name: t("end"), icon: LogOut, grave: true, onDo: onEnd },
                ],
              },
            ]}
          >
            <IconButton icon={Ellipsis} size="s" label={label} />
          </Menu>
        )
      }
    />
  );
}
