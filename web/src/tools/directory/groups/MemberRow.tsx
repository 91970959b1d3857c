// One member: their role, until when, and what an owner may change.

import { Ellipsis, ShieldCheck, UserMinus, UserRound } from "lucide-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Group, GroupMember } from "@/api/directory";
import { useMe, useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { Badge, IconButton, Menu, showToast } from "@/ui";

import { PersonRow } from "../parts/PersonRow";

export interface MemberRowProps {
  group: Group;
  member: GroupMember;
  mayKeep: boolean;
  /** The only owner: a group is never left without. */
  last: boolean;
}

export function MemberRow({ group, member, mayKeep, last }: MemberRowProps) {
  const { t } = useTranslation("directory");
  const say = useSay();
  const format = useFormat();
  const me = useMe();
  const queries = useQueryClient();
  const path = { params: { path: { id: group.id, person: member.id } } };
  const again = () => queries.invalidateQueries({ queryKey: ["directory"] });
  const put = useMutation({
    mutationFn: (role: GroupMember["role"]) => take(api.PUT("/api/directory/groups/{id}/members/{person}", { ...path, body: { role, until: member.until ?? null } })),
    onSuccess: again,
    onError: (error) => showToast({ text: say(error) }),
  });
  const remove = useMutation({
    mutationFn: () => take(api.DELETE("/api/directory/groups/{id}/members/{person}", path)),
    onSuccess: async () => {
      showToast({ text: t("groups.removed", { name: member.name }), deed: mayKeep ? { name: t("undo"), onDo: () => put.mutate(member.role) } : undefined });
      await again();
    },
    onError: (error) => showToast({ text: say(error) }),
  });
  const own = member.id === me.person.id;
  const owner = member.role === "owner";

  return (
    <PersonRow
      person={member}
      detail={[member.title, member.until && t("groups.until", { day: format.day(member.until) })].filter(Boolean).join(" · ")}
      end={
        <>
          {owner && <Badge>{t("groups.owner")}</Badge>}
          {(mayKeep || own) && !last && (
            <Menu
              label={t("groups.memberDeeds", { name: member.name })}
              groups={[
                {
                  id: "member",
                  deeds: [
                    ...(mayKeep ? [{ id: "role", name: t(owner ? "groups.makeMember" : "groups.makeOwner"), icon: owner ? UserRound : ShieldCheck, onDo: () => put.mutate(owner ? "member" : "owner") }] : []),
                    { id: "remove", name: t(own ? "groups.leave" : "groups.takeOut"), icon: UserMinus, grave: true, onDo: () => remove.mutate() },
                  ],
                },
              ]}
            >
              <IconButton size="s" icon={Ellipsis} label={t("groups.memberDeeds", { name: member.name })} />
            </Menu>
          )}
        </>
      }
    />
  );
}
