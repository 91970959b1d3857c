// One's card as others see it, from near and from far.

import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Profile } from "@/api/directory";
import { faceOf } from "@/app/people";
import { Avatar, Dialog, Segment } from "@/ui";

import { AbsenceNotice } from "../person/AbsenceNotice";
import { Facts } from "../person/Facts";
import { seenFrom, visibilityOf } from "./fields";

const distances = ["everyone", "ministry", "unit"] as const;

export function PreviewDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [distance, setDistance] = useState<(typeof distances)[number]>("everyone");
  const seen = seenFrom(distance, profile, visibilityOf(profile));
  return (
    <Dialog open wide title={t(`preview.title.${distance}`)} onClose={onClose}>
      <div>
        <Segment label={t("preview.from")} value={distance} onChange={setDistance} choices={distances.map((id) => ({ id, name: t(`preview.${id}`) }))} />
      </div>
      <div className="d-who">
        <Avatar {...faceOf(seen)} size="l" presence={undefined} />
        <div className="grow">
          <p className="title-3">{seen.name}</p>
          {seen.title && <p>{seen.title}</p>}
          <p className="meta">{[seen.unit, seen.organisation?.name].filter(Boolean).join(", ")}</p>
        </div>
      </div>
      {seen.absence && <AbsenceNotice absence={seen.absence} />}
      <div>
        <Facts person={seen} />
      </div>
      <p className="tiny">{t("preview.saved")}</p>
    </Dialog>
  );
}
