// A draft, or a parcel that waits for its files before it leaves.

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { TroubleState } from "@/app";
import { SkeletonRows } from "@/ui";

import { Compose } from "../compose/Compose";
import { limitsQuery, parcelQuery } from "../queries";
import "../transfer.css";

export default function EditPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const limits = useQuery(limitsQuery);
  const parcel = useQuery({
    ...parcelQuery(id),
    // The live feed tells when a waiting parcel leaves; asking now and then covers a feed that was cut.
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? 5_000 : false),
  });
  const error = parcel.error ?? limits.error;
  if (parcel.data && limits.data) return <Compose key={id} parcel={parcel.data} limits={limits.data} />;
  if (error) return <TroubleState level={1} error={error} onRetry={() => void parcel.refetch()} />;
  return <SkeletonRows rows={6} />;
}
