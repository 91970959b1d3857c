// The files of a parcel: dropped anywhere on the pane, chosen, or continued after a reload.

import { FileUp, FolderUp } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";

import type { TransferLimits } from "@/api/types";
import { useSay } from "@/app";
import { useFormat } from "@/i18n/format";
import { Button, Icon, Notice, showToast } from "@/ui";

import { doLater } from "../parts/later";
import { droppedNodes, type Uploads, type UploadsSnapshot, walk } from "../upload";
import { ResumeNotice } from "./ResumeNotice";
import { RefusedNotice } from "./RefusedNotice";
import { UploadRow } from "./UploadRow";
import { useChooser } from "./useChooser";

export interface FilesPaneProps {
  uploads: Uploads;
  snapshot: UploadsSnapshot;
  limits: TransferLimits;
  locked: boolean;
  error: string | null;
}

export function FilesPane({ uploads, snapshot, limits, locked, error }: FilesPaneProps) {
  const { t } = useTranslation("transfer");
  const say = useSay();
  const format = useFormat();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const chooser = useChooser(uploads, limits);
  const { items, counts } = snapshot;
  const moving = counts.sending + counts.queued;

  const drag = (event: DragEvent, change: number) => {
    if (locked || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    // Entering a child leaves its parent: only the balance says whether the pane was left.
    depth.current += change;
    setOver(depth.current > 0);
  };
  const drop = async (event: DragEvent) => {
    if (locked || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const harvest = await walk(await droppedNodes(event.dataTransfer), limits.max_files);
    chooser.take(harvest.picked, harvest.skipped, harvest.unreadable, harvest.cut);
  };
  const remove = (key: string, name: string) => {
    const removal = uploads.remove(key);
    doLater({
      text: t("file.removed", { name }),
      undo: t("undo"),
      onUndo: removal.undo,
      onDone: (leaving) => void removal.commit(leaving).catch((trouble: unknown) => showToast({ text: say(trouble) })),
    });
  };

  return (
    // Dropping has buttons beside it: nothing here is for the mouse alone.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="t-files"
      aria-labelledby="t-files-head"
      data-over={over || undefined}
      onDragEnter={(event) => drag(event, 1)}
      onDragLeave={(event) => drag(event, -1)}
      onDragOver={(event) => drag(event, 0)}
      onDrop={(event) => void drop(event)}
    >
      <div className="group t-group">
        <h2 id="t-files-head">{t("files.title")}</h2>
        {moving > 1 && (
          <Button kind="plain" size="s" onPress={() => uploads.pauseAll()}>
            {t("files.pauseAll")}
          </Button>
        )}
        {counts.paused > 1 && moving === 0 && (
          <Button kind="plain" size="s" onPress={() => uploads.resumeAll()}>
            {t("files.resumeAll")}
          </Button>
        )}
        <span className="end num faint">
          {t("files.count", { count: items.length })} · {t("files.room", { size: format.size(snapshot.size), max: format.size(limits.max_parcel_bytes) })}
        </span>
      </div>
      <Volume snapshot={snapshot} max={limits.max_parcel_bytes} />

      <ResumeNotice snapshot={snapshot} onChoose={() => void chooser.files()} />
      <RefusedNotice refused={snapshot.refused} limits={limits} onClose={() => uploads.forgetRefused()} />
      {error && (
        <Notice kind="danger" alert>
          {error}
        </Notice>
      )}

      {items.length > 0 && (
        <ul className="t-uploads" aria-label={t("files.list")}>
          {items.map((item) => (
            <UploadRow
              key={item.key}
              item={item}
              locked={locked}
              onPause={() => uploads.pause(item.key)}
              onResume={() => uploads.resume(item.key)}
              onRemove={() => remove(item.key, item.name)}
              onReopen={() => void chooser.again(item)}
            />
          ))}
        </ul>
      )}

      {!locked && (
        <div className="stitch drop t-drop" data-drop-target={over || undefined} data-empty={items.length === 0 || undefined}>
          <Icon of={FileUp} size="l" />
          <span className="grow">
            <b className="medium t-drop-title">{t(items.length === 0 ? "drop.first" : "drop.more")}</b>
            <span className="meta t-drop-help">{t("drop.limits", { file: format.size(Math.min(limits.max_file_bytes, limits.max_parcel_bytes)), files: format.number(limits.max_files), count: limits.max_files })}</span>
          </span>
          <span className="t-drop-deeds">
            <Button kind="plain" size="s" icon={FolderUp} onPress={() => void chooser.folder()}>
              {t("drop.folder")}
            </Button>
            <Button size="s" onPress={() => void chooser.files()}>
              {t("drop.browse")}
            </Button>
          </span>
        </div>
      )}
      {chooser.inputs}
      <Spoken snapshot={snapshot} />
    </section>
  );
}

function Volume({ snapshot, max }: { snapshot: UploadsSnapshot; max: number }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const part = (bytes: number) => `${Math.min(100, (bytes / max) * 100)}%`;
  return (
    <div className="t-volume" role="img" aria-label={t("files.used", { size: format.size(snapshot.size), max: format.size(max) })}>
      <i style={{ width: part(snapshot.sent) }} />
      <i className="b" style={{ width: part(snapshot.size - snapshot.sent) }} />
    </div>
  );
}

/** Nought, half, the whole: what a screen reader hears of it all. */
function Spoken({ snapshot }: { snapshot: UploadsSnapshot }) {
  const { t } = useTranslation("transfer");
  const { announcement } = snapshot;
  return (
    <span className="heard" role="status">
      {announcement && t(`spoken.${announcement.is}`, { count: announcement.files })}
    </span>
  );
}
