// Who downloaded what: files across while they fit, a count on a telephone or when they are many.

import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Parcel, Recipient } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Icon } from "@/ui";

import { csv } from "../model/csv";
import { saveAs } from "../model/save";
import { nameOf, takenBy } from "../model/people";
import { shortNames } from "../model/shortNames";

/** Beyond this a column per file would be a wall; the trail and the count say enough. */
const COLUMNS = 6;

export function FollowTable({ parcel }: { parcel: Parcel }) {
  const { t, i18n } = useTranslation("transfer");
  const format = useFormat();
  const { files, recipients } = parcel;
  const across = files.length <= COLUMNS ? files : [];
  const names = shortNames(across.map(({ name }) => name));

  const exportCsv = () => {
    const head = [t("follow.person"), t("follow.address"), t("follow.kind"), t("follow.opened"), ...files.map(({ path }) => path), t("follow.last")];
    const lines = recipients.map((one) => [
      nameOf(one),
      one.address ?? "",
      t(`kind.${one.kind}`),
      one.opened_at ?? "",
      ...files.map(({ id }) => one.downloads.find(({ file }) => file === id)?.count ?? 0),
      one.last_at ?? "",
    ]);
    saveAs(csv([head, ...lines], i18n.language === "en" ? "," : ";"), `${parcel.title || t("untitled")}.csv`, "text/csv");
  };

  return (
    <>
      <div className="group t-part">
        <h3>{t("follow.title")}</h3>
        <span className="end">
          <button type="button" className="link" onClick={exportCsv}>
            {t("follow.export")}
          </button>
        </span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll" tabIndex={0} role="region" aria-label={t("follow.region")}>
        <table className="t-follow" data-across={across.length > 0 || undefined}>
          <thead>
            <tr>
              <th scope="col">{t("follow.person")}</th>
              {across.map((file, rank) => (
                <th key={file.id} scope="col" className="c" title={file.path}>
                  <span className="cut" aria-hidden="true">
                    {names[rank]}
                  </span>
                  <span className="heard">{file.name}</span>
                </th>
              ))}
              <th scope="col" className="end t-count">
                {t("follow.files")}
              </th>
              <th scope="col" className="end">
                {t("follow.last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {recipients.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Person recipient={one} team={parcel.teams.find(({ id }) => id === one.team)?.name ?? null} />
                </th>
                {across.map((file) => (
                  <td key={file.id} className="c">
                    <Mark done={one.downloads.some((download) => download.file === file.id)} />
                  </td>
                ))}
                <td className="end num t-count">{t("follow.of", { count: files.length, taken: takenBy(one) })}</td>
                <td className="end num">{one.last_at ? format.when(one.last_at) : <span className="warn">{t(one.opened_at ? "follow.openedOnly" : "follow.never")}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Person({ recipient, team }: { recipient: Recipient; team: string | null }) {
  const { t } = useTranslation("transfer");
  const name = nameOf(recipient);
  const mail = recipient.mail === "bounced" || recipient.mail === "failed";
  return (
    <span className="person">
      <Avatar name={name} kind={recipient.kind} size="s" />
      <span className="t-person">
        <b title={recipient.address ?? undefined}>
          <span>{name}</span>
          {recipient.kind === "external" && <Badge kind="external">{t("kind.external")}</Badge>}
        </b>
        <small>
          {mail ? (
            <span className="danger">{t("follow.bounced")}</span>
          ) : recipient.left ? (
            <span className="warn">{t("follow.left")}</span>
          ) : (
            (team ?? recipient.organisation ?? t(`kind.${recipient.kind}`))
          )}
        </small>
      </span>
    </span>
  );
}

function Mark({ done }: { done: boolean }) {
  const { t } = useTranslation("transfer");
  return done ? (
    <span className="ok">
      <Icon of={Check} label={t("follow.done")} />
    </span>
  ) : (
    <>
      <i className="t-no" aria-hidden="true" />
      <span className="heard">{t("follow.notDone")}</span>
    </>
  );
}
