// One thing that the administration keeps: its name, what the house knows of it, and the gesture that removes it.
import type { QueryKey, UseQueryResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { PageHead } from "../../../PageHead";
import { TroubleState } from "../../../TroubleState";
import { GraveDialog } from "../../account/parts/GraveDialog";
import "../connections.css";

export interface SettingsPageProps<Thing> {
  /** Until its name is known. */
  title: string;
  found: UseQueryResult<Thing>;
  beside?: (thing: Thing) => ReactNode;
  children: (thing: Thing) => ReactNode;
  /** What removing it means for those who use it. */
  removeText: string;
  remove: (thing: Thing) => Promise<unknown>;
  /** Where the others are, and the questions that name them. */
  list: { href: string; key: QueryKey };
}

export function SettingsPage<Thing extends { name: string }>({ title, found, beside, children, removeText, remove, list }: SettingsPageProps<Thing>) {
  const { t } = useTranslation("connections");
  const navigate = useNavigate();
  const removing = useDialog("remove");
  const { data: thing } = found;

  return (
    <>
      <PageHead
        title={thing?.name ?? title}
        beside={thing && beside?.(thing)}
        end={
          thing && (
            <Button kind="plain" icon={Trash2} onPress={() => removing.show()}>
              {t("remove")}
            </Button>
          )
        }
      />
      <div className="body settings">
        {found.isPending && <SkeletonRows rows={6} lead={false} />}
        {found.error && <TroubleState error={found.error} onRetry={() => void found.refetch()} />}
        {thing && children(thing)}
      </div>
      {thing && removing.open && (
        <GraveDialog
          title={t("removeTitle", { name: thing.name })}
          deed={t("removeDeed")}
          keep={t("keep")}
          done={t("removed", { name: thing.name })}
          act={() => remove(thing)}
          stale={[list.key]}
          onDone={() => navigate({ href: list.href } as never)}
          onClose={removing.close}
        >
          {removeText}
        </GraveDialog>
      )}
    </>
  );
}
