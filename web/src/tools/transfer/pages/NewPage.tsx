// Begins a draft and goes to it: `?to=…` says for whom.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { api, take } from "@/api/client";
import { TroubleState, useSearchParam } from "@/app";
import { SkeletonRows } from "@/ui";

import { readAddresses } from "../model/addresses";
import { remember } from "../queries";

export default function NewPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const begun = useRef(false);
  const [to] = useSearchParam("to");
  const begin = useMutation({
    mutationFn: () => take(api.POST("/api/transfer/parcels", { body: to ? { recipients: readAddresses(to).map(({ address }) => address) } : {} })),
    onSuccess: (parcel) => {
      remember(queries, parcel);
      void navigate({ to: `/transfer/parcels/${parcel.id}/edit`, replace: true });
    },
  });
  const { mutate } = begin;

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);

  if (begin.error) return <TroubleState level={1} error={begin.error} onRetry={() => mutate()} />;
  return <SkeletonRows rows={4} />;
}
