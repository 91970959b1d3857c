// One address: the main one receives the mails, the others lead here too.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AtSign, Ellipsis, Star, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import type { OwnAddress } from "@/api/types";
import { Badge, Icon, IconButton, ListRow, Menu, showToast } from "@/ui";
import { useSay } from "../../../say";
import { addressesKey } from "../keys";

export function AddressRow({ own, main, onRemove }: { own: OwnAddress; main: string | null; onRemove: () => void }) {
  const { t } = useTranslation(["security", "account"]);
  const say = useSay();
  const queries = useQueryClient();
  const { address } = own;

  const choose = useMutation({
    mutationFn: async ({ to }: { to: string; undo: string | null }) => {
      await take(api.PUT("/api/identity/addresses/main", { body: { address: to } }));
      await Promise.all([addressesKey, meQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onSuccess: (_, { to, undo }) =>
      showToast({
        text: t("addresses.nowMain", { address: to }),
        deed: undo ? { name: t("account:undo"), onDo: () => choose.mutate({ to: undo, undo: null }) } : undefined,
      }),
    onError: (error) => showToast({ text: say(error) }),
  });

  const deeds = [
    ...(own.proven ? [{ id: "main", name: t("addresses.makeMain"), icon: Star, onDo: () => choose.mutate({ to: address, undo: main }) }] : []),
    { id: "remove", name: t("addresses.remove"), icon: Trash2, grave: true, onDo: onRemove },
  ];

  return (
    <ListRow
      lead={<Icon of={AtSign} />}
      title={address}
      beside={
        <>
          {own.main && <Badge kind="accent">{t("addresses.main")}</Badge>}
          {!own.proven && <Badge kind="unknown">{t("addresses.unproven")}</Badge>}
        </>
      }
      end={
        !own.main && (
          <Menu label={t("addresses.deeds", { address })} groups={[{ id: "deeds", deeds }]}>
            <IconButton icon={Ellipsis} size="s" busy={choose.isPending} label={t("addresses.deeds", { address })} />
          </Menu>
        )
      }
    />
  );
}
