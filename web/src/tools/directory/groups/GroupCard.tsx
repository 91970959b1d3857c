// A group: what it is for, who is in it and until when. Its owners keep it.

import { Pencil, Trash2, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Group } from "@/api/directory";
import { useDialog } from "@/app";
import { Button, Rows } from "@/ui";

import { AddMemberDialog } from "./AddMemberDialog";
import { EditGroupDialog } from "./EditGroupDialog";
import { MemberRow } from "./MemberRow";
import { RemoveGroupDialog } from "./RemoveGroupDialog";

export function GroupCard({ group }: { group: Group }) {
  const { t } = useTranslation("directory");
  const adding = useDialog("add-member");
  const editing = useDialog("edit-group");
  const removing = useDialog("remove-group");
  const owner = group.may_edit;
  const owners = group.people.filter(({ role }) => role === "owner").length;

  return (
    // A scrolling region takes the focus, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll d-card" tabIndex={0} role="region" aria-label={group.name}>
      <h2 className="title-2 d-name">{group.name}</h2>
      <p className="meta">{t(`groupKinds.${group.kind}`)}</p>
      {group.description && <p className="reading d-missions">{group.description}</p>}
      {owner && (
        <div className="d-deeds">
          <Button icon={UserPlus} onPress={() => adding.show()}>
            {t("groups.add")}
          </Button>
          <Button icon={Pencil} onPress={() => editing.show()}>
            {t("groups.edit")}
          </Button>
          <Button kind="plain" icon={Trash2} onPress={() => removing.show()}>
            {t("groups.remove")}
          </Button>
        </div>
      )}
      <h3 className="group d-part">{t("groups.members", { count: group.members })}</h3>
      <Rows flush className="d-rows">
        {group.people.map((member) => (
          <MemberRow key={member.id} group={group} member={member} mayKeep={owner} last={member.role === "owner" && owners === 1} />
        ))}
      </Rows>
      {adding.open && owner && <AddMemberDialog group={group} onClose={adding.close} />}
      {editing.open && owner && <EditGroupDialog group={group} onClose={editing.close} />}
      {removing.open && owner && <RemoveGroupDialog group={group} onClose={removing.close} />}
    </div>
  );
}
