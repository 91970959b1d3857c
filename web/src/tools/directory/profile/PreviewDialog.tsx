// One's card as others see it, from near and from far.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard, Profile } from "@/api/directory";
import { cardQuery, faceOf } from "@/app/people";
import { Avatar, Dialog, Segment, SkeletonRows } from "@/ui";

import { AbsenceNotice } from "../person/AbsenceNotice";
import { Facts } from "../person/Facts";
import { seenFrom, visibilityOf } from "./fields";

const distances = ["everyone", "ministry", "unit"] as const;

export function PreviewDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { t } = useTranslation("directory");
  const [distance, setDistance] = useState<(typeof distances)[number]>("everyone");
  const card = useQuery(cardQuery(profile.id));
  const seen = card.data && seenFrom(distance, card.data, visibilityOf(profile));
  return (
    <Dialog open wide title={t(`preview.title.${distance}`)} onClose={onClose}>
      <div>
        <Segment label={t("preview.from")} value={distance} onChange={setDistance} choices={distances.map((id) => ({ id, name: t(`preview.${id}`) }))} />
      </div>
      {seen ? <Seen card={seen} /> : <SkeletonRows rows={3} />}
      <p className="tiny">{t("preview.saved")}</p>
    </Dialog>
  );
}

function Seen({ card }: { card: PersonCard }) {
  return (
    <>
      <div className="d-who">
        <Avatar {...faceOf(card)} size="l" presence={undefined} />
        <div className="grow">
          <p className="title-3">{card.name}</p>
          {card.title && <p>{card.title}</p>}
          <p className="meta">{[card.unit, card.organisation?.name].filter(Boolean).join(", ")}</p>
        </div>
      </div>
      {card.absence && <AbsenceNotice absence={card.absence} />}
      <div>
        <Facts person={card} />
      </div>
    </>
  );
}
