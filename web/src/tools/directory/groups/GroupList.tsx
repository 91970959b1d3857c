// One's groups as rows.

import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { GroupRow } from "@/api/directory";
import { Badge, Icon, ListRow, Rows } from "@/ui";

export function GroupList({ groups, current }: { groups: readonly GroupRow[]; current: string | undefined }) {
  const { t } = useTranslation("directory");
  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll" tabIndex={0} role="region" aria-label={t("groups.title")}>
      <Rows>
        {groups.map(({ id, name, description, members, role, kind }) => (
          <ListRow
            key={id}
            current={id === current}
            lead={
              <span className="who" data-kind="room" data-hue="1" aria-hidden="true">
                <Icon of={Users} />
              </span>
            }
            title={name}
            beside={role === "owner" && <Badge>{t("groups.owner")}</Badge>}
            detail={[t(`groupKinds.${kind}`), t("groups.members", { count: members }), description].filter(Boolean).join(" · ")}
            href={`/directory/groups/${id}`}
          />
        ))}
      </Rows>
    </div>
  );
}
