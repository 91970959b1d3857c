// Beside the list: the organisation one opened, bones while it comes, or why it does not.

import { useQuery } from "@tanstack/react-query";

import { TroubleState } from "@/app";
import { SkeletonRows } from "@/ui";

import { organisationQuery } from "../queries";
import { OrganisationCard } from "./OrganisationCard";

export function OrganisationPane({ id }: { id: string }) {
  const organisation = useQuery(organisationQuery(id));
  if (organisation.data) return <OrganisationCard organisation={organisation.data} />;
  if (organisation.error) return <TroubleState level={1} error={organisation.error} onRetry={() => void organisation.refetch()} />;
  return <SkeletonRows rows={6} lead={false} />;
}
