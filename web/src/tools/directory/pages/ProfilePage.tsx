// One's own card: what it says, who sees what, whether one is there.

import { useQuery } from "@tanstack/react-query";
import { Eye, IdCard } from "lucide-react";
import { useTranslation } from "react-i18next";

import { TroubleState, useDialog, useMe } from "@/app";
import { profileQuery } from "@/app/people";
import { Button, ButtonLink, SkeletonRows } from "@/ui";

import { AgentsOnly } from "../parts/AgentsOnly";
import { DirectoryHead } from "../parts/DirectoryHead";
import { ScrollBody } from "../parts/ScrollBody";
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

  if (!me.agent) return <AgentsOnly />;
  return (
    <>
      <DirectoryHead title={t("profile.title")}>
        <Button icon={Eye} onPress={() => preview.show()}>
          {t("preview.deed")}
        </Button>
        <ButtonLink kind="plain" icon={IdCard} className="desk" href={`/directory/people/${me.person.id}`}>
          {t("profile.card")}
        </ButtonLink>
      </DirectoryHead>
      <ScrollBody label={t("profile.title")} className="d-profile">
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
      </ScrollBody>
      {preview.open && profile.data && <PreviewDialog profile={profile.data} onClose={preview.close} />}
    </>
  );
}
