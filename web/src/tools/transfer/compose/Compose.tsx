// Writing a parcel: files on one side, people and words on the other, kept as one goes.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Check, Trash2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { NewParcel, Parcel, TransferLimits } from "@/api/types";
import { useMe, usePageTitle, useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { ButtonLink, Icon, IconButton, Link, showToast } from "@/ui";

import { written } from "../model/people";
import { doNow } from "../parts/later";
import { remember } from "../queries";
import { closeUploads, useUploads } from "../upload";
import { DetailsPane, type Details } from "./DetailsPane";
import { useDiscard, useForgottenWhenEmpty } from "./discard";
import { FilesPane } from "./FilesPane";
import { Saver } from "./saver";
import { SendBar } from "./SendBar";
import { useParcelUploads } from "./useParcelUploads";
import { useRecipients } from "./useRecipients";
import { useTeams } from "./useTeams";

interface Trouble {
  at: "files" | "people" | "send";
  text: string;
}

export function Compose({ parcel, limits }: { parcel: Parcel; limits: TransferLimits }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = { params: { path: { id: parcel.id } } };
  const uploads = useParcelUploads(parcel);
  const snapshot = useUploads(uploads);
  const [details, setDetails] = useState<Details>({ title: parcel.title, message: parcel.message, ends_on: parcel.ends_on, language: parcel.language });
  const [saver] = useState(
    () =>
      new Saver(
        (body) => take(api.PATCH("/api/transfer/parcels/{id}", { ...path, body })),
        (saved) => remember(queries, saved),
      ),
  );
  const recipients = useRecipients(written(parcel), (addresses) => saver.change({ recipients: addresses }));
  const teams = useTeams(parcel.teams, (ids) => saver.change({ teams: ids }));
  const addressees = recipients.people.length + teams.list.length;
  const [busy, setBusy] = useState(false);
  const [said, setTrouble] = useState<(Trouble & { of: string }) | null>(null);
  // A reproach is forgotten as soon as something was done about it.
  const standing = `${addressees} ${snapshot.items.length} ${snapshot.counts.missing} ${snapshot.counts.failed}`;
  const trouble = said?.of === standing ? said : null;
  const waiting = parcel.state === "waiting";
  const empty = snapshot.items.length === 0 && addressees === 0 && details.title === "" && details.message === "";
  const discard = useDiscard(parcel.id);
  useForgottenWhenEmpty(parcel.id, empty && !waiting);
  usePageTitle(details.title || t("compose.new"));

  // What is still on its way to the server when the page is left must arrive all the same.
  useEffect(() => () => void saver.flush().catch(() => undefined), [saver]);
  useEffect(() => {
    if (parcel.state === "draft" || parcel.state === "waiting") return;
    closeUploads(parcel.id);
    if (parcel.state === "sent") showToast({ icon: Check, text: t("send.gone", { count: parcel.recipients.length }) });
    void navigate({ to: `/transfer/parcels/${parcel.id}`, replace: true });
  }, [parcel, navigate, t]);

  const change = (changes: Partial<Details> & NewParcel) => {
    setDetails((before) => ({ ...before, ...changes }));
    saver.change(changes);
    setTrouble(null);
  };
  const blocked = (): Trouble | null => {
    const { counts, items } = snapshot;
    if (items.length === 0) return { at: "files", text: t("send.noFile") };
    if (counts.missing > 0) return { at: "files", text: t("send.missing", { count: counts.missing }) };
    if (counts.failed > 0) return { at: "files", text: t("send.failed", { count: counts.failed }) };
    if (addressees === 0) return { at: "people", text: t("send.noOne") };
    if (!recipients.checking && recipients.allowed.length < recipients.people.length) return { at: "people", text: t("send.refused") };
    return null;
  };
  const dispatch = async () => {
    const why = blocked();
    setTrouble(why && { ...why, of: standing });
    if (why !== null) {
      document.querySelector<HTMLElement>(why.at === "people" ? ".t-to input" : ".t-drop button")?.focus();
      return;
    }
    setBusy(true);
    try {
      // Files taken off the list a moment ago must not leave with the parcel.
      doNow();
      await uploads.flush();
      await saver.flush();
      uploads.resumeAll();
      // Files still in the queue are unknown to the server: without their number the parcel would leave before them.
      const files = uploads.snapshot().items.length;
      remember(queries, await take(api.PUT("/api/transfer/parcels/{id}/dispatch", { params: { ...path.params, query: { files } } as never })));
    } catch (error) {
      setTrouble({ at: "send", text: say(error), of: standing });
    } finally {
      setBusy(false);
    }
  };
  const hold = async () => {
    setBusy(true);
    try {
      remember(queries, await take(api.DELETE("/api/transfer/parcels/{id}/dispatch", path)));
    } catch (error) {
      setTrouble({ at: "send", text: say(error), of: standing });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <header className="head t-head">
        <ButtonLink href="/transfer/drafts" kind="plain" className="only phone" aria-label={t("compose.back")}>
          <Icon of={ArrowLeft} />
        </ButtonLink>
        <h1 className="title-2 cut">{waiting ? t("compose.waiting") : t("compose.new")}</h1>
        <div className="end">
          {!waiting && <Kept saver={saver} />}
          <Link bare className="button plain desk" href="/transfer/sent">
            {t("compose.mine")}
          </Link>
          {!waiting && <IconButton icon={Trash2} label={t("compose.discard")} onPress={() => discard(details.title)} />}
        </div>
      </header>
      <div className="t-compose">
        <FilesPane uploads={uploads} snapshot={snapshot} limits={limits} locked={waiting} error={trouble?.at === "files" ? trouble.text : null} />
        <DetailsPane
          details={details}
          recipients={recipients}
          teams={teams}
          limits={limits}
          agent={me.agent}
          locked={waiting}
          recipientsError={trouble?.at === "people" ? trouble.text : null}
          onChange={change}
        />
      </div>
      <SendBar
        snapshot={snapshot}
        people={recipients.people.length}
        teams={teams.list.length}
        absent={waiting ? Math.max(0, parcel.awaited - snapshot.items.length) : 0}
        waiting={waiting}
        busy={busy}
        error={trouble?.at === "send" ? trouble.text : null}
        onSend={() => void dispatch()}
        onHold={() => void hold()}
      />
    </>
  );
}

/** "Brouillon gardé à 9 h 12". */
function Kept({ saver }: { saver: Saver }) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const format = useFormat();
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot);
  if (state.is === "refused") return <span className="meta danger t-kept">{say(state.error)}</span>;
  if (state.is === "waiting") return <span className="meta warn t-kept">{t("kept.waiting")}</span>;
  if (state.is === "saved") return <span className="meta t-kept">{t("kept.at", { time: format.time(state.at) })}</span>;
  return null;
}
