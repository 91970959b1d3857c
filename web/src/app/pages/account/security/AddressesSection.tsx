// The addresses by which one is found and may come in.
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Button, Rows, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { Refused } from "../../../Refused";
import { addressesKey } from "../keys";
import { AccountSection } from "../parts/AccountSection";
import { GraveDialog } from "../parts/GraveDialog";
import { AddAddressDialog } from "./AddAddressDialog";
import { AddressRow } from "./AddressRow";

export function AddressesSection() {
  const { t } = useTranslation("security");
  const adding = useDialog("address");
  const removing = useDialog("remove-address");
  const known = useQuery({ queryKey: addressesKey, queryFn: () => take(api.GET("/api/identity/addresses")) });
  const all = known.data?.addresses ?? [];
  const main = all.find((one) => one.main)?.address ?? null;
  const removed = all.find(({ address }) => address === removing.about);

  return (
    <AccountSection
      title={t("addresses.title")}
      lede={t("addresses.lede")}
      deed={
        <Button icon={Plus} onPress={() => adding.show()}>
          {t("addresses.add")}
        </Button>
      }
    >
      {known.isPending && <SkeletonRows rows={2} />}
      <Refused by={known.error} />
      {all.length > 0 && (
        <Rows flush label={t("addresses.title")}>
          {all.map((one) => (
            <AddressRow key={one.address} own={one} main={main} onRemove={() => removing.show(one.address)} />
          ))}
        </Rows>
      )}
      {adding.open && <AddAddressDialog onClose={adding.close} />}
      {removed && (
        <GraveDialog
          title={t("addresses.removeTitle")}
          deed={t("addresses.removeDeed")}
          keep={t("keep")}
          done={t("addresses.removed", { address: removed.address })}
          act={() => take(api.DELETE("/api/identity/addresses/{address}", { params: { path: { address: removed.address } } }))}
          stale={[addressesKey]}
          onClose={removing.close}
        >
          {t("addresses.removeText", { address: removed.address })}
        </GraveDialog>
      )}
    </AccountSection>
  );
}
