// What one can do with somebody: write, call, send files, keep their card.

import { Contact, Copy, Ellipsis, Mail, MessageSquareDiff, Pencil, Phone, UserRoundCog } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/directory";
import { isAdministrator, useHouse, useMe } from "@/app";
import { ButtonLink, IconButton, Menu, showToast, ToolMark } from "@/ui";

import { digits, vcard } from "../model/vcard";
import { saveAs } from "../parts/saveAs";

export function PersonDeeds({ person, onSuggest, onEdit }: { person: PersonCard; onSuggest: () => void; onEdit: () => void }) {
  const { t } = useTranslation("directory");
  const administrator = isAdministrator(useMe());
  const transfer = useHouse().tools.some(({ name }) => name === "transfer");
  const [address] = person.addresses ?? [];
  const telephones = (person.telephones ?? []).slice(0, 2);
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => showToast({ icon: Copy, text: t("person.copied", { text }) }));

  return (
    <div className="d-deeds" role="group" aria-label={t("person.deeds")}>
      {person.mine && (
        <ButtonLink kind="main" icon={Pencil} href="/directory/me">
          {t("person.editMine")}
        </ButtonLink>
      )}
      {!person.mine && address && (
        <ButtonLink kind="main" icon={Mail} href={`mailto:${address}`}>
          {t("person.write")}
        </ButtonLink>
      )}
      {telephones.map(({ kind, number }, rank) => (
        <ButtonLink key={number} icon={Phone} className={rank > 0 ? "desk" : undefined} href={`tel:${digits(number)}`} aria-label={t("person.call", { kind: t(`telephones.${kind}`), number })}>
          {number}
        </ButtonLink>
      ))}
      {!person.mine && transfer && address && (
        <ButtonLink href={`/transfer/new?to=${encodeURIComponent(address)}`}>
          <ToolMark tool="transfer" size="s" />
          {t("person.sendFiles")}
        </ButtonLink>
      )}
      <Menu
        label={t("person.more")}
        groups={[
          {
            id: "keep",
            deeds: [
              ...(address ? [{ id: "copy-address", name: t("person.copyAddress"), icon: Copy, onDo: () => copy(address) }] : []),
              { id: "vcard", name: t("person.vcard"), icon: Contact, onDo: () => saveAs(vcard(person), `${person.name}.vcf`, "text/vcard") },
            ],
          },
          ...(person.mine
            ? []
            : [
                {
                  id: "correct",
                  deeds: [
                    ...(person.may_edit ? [{ id: "edit", name: t("person.edit"), icon: Pencil, onDo: onEdit }] : []),
                    ...(person.may_correct ? [{ id: "suggest", name: t("suggest.deed"), icon: MessageSquareDiff, onDo: onSuggest }] : []),
                  ],
                },
              ].filter(({ deeds }) => deeds.length > 0)),
          ...(administrator && !person.mine
            ? [{ id: "administer", deeds: [{ id: "account", name: t("person.manageAccount"), icon: UserRoundCog, href: `/admin/accounts/${person.id}` }] }]
            : []),
        ]}
      >
        <IconButton icon={Ellipsis} label={t("person.more")} />
      </Menu>
    </div>
  );
}
