// The parts of an organisation, with who leads each.

import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OrganisationCard } from "@/api/directory";
import { Badge, Icon, ListRow, Rows } from "@/ui";

import { usePlaces } from "../parts/places";

export function PartList({ organisation }: { organisation: OrganisationCard }) {
  const { t } = useTranslation("directory");
  const places = usePlaces();
  if (organisation.children.length === 0) return null;
  return (
    <section aria-labelledby="parts-here">
      <h2 className="group d-part" id="parts-here">
        {t("organisation.parts")}
      </h2>
      <Rows flush className="d-rows">
        {organisation.children.map(({ id, name, acronym, head, people }) => (
          <ListRow
            key={id}
            lead={
              <span className="who" data-kind="room" data-hue="6" aria-hidden="true">
                <Icon of={Building2} />
              </span>
            }
            title={name}
            beside={acronym && <Badge>{acronym}</Badge>}
            detail={[head?.name, t("organisation.peopleCount", { count: people })].filter(Boolean).join(" · ")}
            href={places.organisation(id)}
          />
        ))}
      </Rows>
    </section>
  );
}
