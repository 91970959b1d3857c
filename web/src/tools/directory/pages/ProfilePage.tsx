// One's own card: what it says, who sees what, whether one is there.

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Eye, IdCard } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState, useDialog, useMe, usePageTitle } from "@/app";
import { profileQuery } from "@/app/people";
import { Button, ButtonLink, Icon, SkeletonRows } from "@/ui";

import { AgentsOnly } from "../parts/AgentsOnly";
import { AbsencePart } from "../profile/AbsencePart";
import { PhotoPart } from "../profile/PhotoPart";
import { PresencePart } from "../profile/PresencePart";
import { PreviewDialog } from "../profile/PreviewDialog";
import { ProfileForm } from "../profile/ProfileForm";
import "../directory.css";

export default function ProfilePage() {
  const { t } = useTranslation("directory");
  const me = useMe();
  const preview = useDialog("preview");
  const profile = useQuery({ ...profileQuery, enabled: me.agent });
  usePageTitle(t("profile.title"));

  if (!me.agent) return <AgentsOnly />;
  return (
    <>
      <header className="head d-keep-head">
        <ButtonLink kind="plain" className="only" href="/directory" aria-label={t("toDirectory")}>
          <Icon of={ArrowLeft} />
        </ButtonLink>
        <h1 className="title-2 cut">{t("profile.title")}</h1>
        <div className="end">
          <Button icon={Eye} onPress={() => preview.show()}>
            {t("preview.deed")}
          </Button>
          <ButtonLink kind="plain" icon={IdCard} className="desk" href={`/directory/people/${me.person.id}`}>
            {t("profile.card")}
          </ButtonLink>
        </div>
      </header>
      {/* A scrolling region takes the focus, so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="body d-profile" tabIndex={0} role="region" aria-label={t("profile.title")}>
        {profile.isPending && <SkeletonRows rows={6} />}
        {profile.error && <TroubleState error={profile.error} onRetry={() => void profile.refetch()} />}
        {profile.data && (
          <>
            <div className="d-profile-side">
              <PhotoPart profile={profile.data} />
              <PresencePart profile={profile.data} />
              <AbsencePart profile={profile.data} />
            </div>
            <ProfileForm key={profile.data.id} profile={profile.data} />
          </>
        )}
      </div>
      {preview.open && profile.data && <PreviewDialog profile={profile.data} onClose={preview.close} />}
    </>
  );
}
