// Groups one belongs to, and beside them the one that is open.

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ArrowLeft, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState, useDialog, useMe, usePageTitle } from "@/app";
import { Button, ButtonLink, EmptyState, Icon, SkeletonRows } from "@/ui";

import { GroupCard } from "../groups/GroupCard";
import { GroupList } from "../groups/GroupList";
import { NewGroupDialog } from "../groups/NewGroupDialog";
import { AgentsOnly } from "../parts/AgentsOnly";
import { groupQuery, groupsQuery } from "../queries";
import "../directory.css";

export default function GroupsPage() {
  const { t } = useTranslation("directory");
  const me = useMe();
  const { id } = useParams({ strict: false }) as { id?: string };
  const making = useDialog("new-group");
  const groups = useQuery({ ...groupsQuery, enabled: me.agent });
  usePageTitle(t("groups.title"));
  const make = (
    <Button kind="main" icon={Plus} onPress={() => making.show()}>
      {t("groups.make")}
    </Button>
  );

  if (!me.agent) return <AgentsOnly />;
  return (
    <>
      <header className={`head d-line-under ${id ? "desk" : ""}`}>
        <ButtonLink kind="plain" className="only" href="/directory" aria-label={t("toDirectory")}>
          <Icon of={ArrowLeft} />
        </ButtonLink>
        <h1 className="title-2 cut">{t("groups.title")}</h1>
        <div className="end">{make}</div>
      </header>
      {id && (
        <header className="head phone d-back">
          <ButtonLink kind="plain" className="only" href="/directory/groups" aria-label={t("back")}>
            <Icon of={ArrowLeft} />
          </ButtonLink>
          <p className="title-3 cut">{t("groups.title")}</p>
        </header>
      )}
      <div className={id ? "columns d-columns" : "columns"}>
        <section className={`column d-list ${id ? "desk" : ""}`} aria-label={t("groups.mine")}>
          {groups.isPending && <SkeletonRows rows={4} />}
          {groups.error && <TroubleState error={groups.error} onRetry={() => void groups.refetch()} />}
          {groups.data?.groups.length === 0 && (
            <EmptyState tool="directory" title={t("groups.none")}>
              {t("groups.noneText")}
            </EmptyState>
          )}
          {groups.data && groups.data.groups.length > 0 && <GroupList groups={groups.data.groups} current={id} />}
        </section>
        {id && (
          <section className="column" aria-label={t("opened")}>
            <Beside key={id} id={id} />
          </section>
        )}
      </div>
      {making.open && <NewGroupDialog onClose={making.close} />}
    </>
  );
}

function Beside({ id }: { id: string }) {
  const group = useQuery(groupQuery(id));
  if (group.data) return <GroupCard group={group.data} />;
  if (group.error) return <TroubleState error={group.error} onRetry={() => void group.refetch()} />;
  return <SkeletonRows rows={4} />;
}
