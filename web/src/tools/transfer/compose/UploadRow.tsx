// One file of a parcel on its way: where it stands, what happens next, and what one can do about it.

import { Check, Pause, Play, RotateCw, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useFormat } from "@/i18n/format";
import { FileIcon, Icon, IconButton, ProgressBar } from "@/ui";

import { spokenDuration } from "../model/duration";
import { folderOf } from "../model/folders";
import type { UploadItem } from "../upload";

export interface UploadRowProps {
  item: UploadItem;
  locked: boolean;
  onPause(): void;
  onResume(): void;
  onRemove(): void;
  onReopen(): void;
}

export function UploadRow({ item, locked, onPause, onResume, onRemove, onReopen }: UploadRowProps) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const { state, name } = item;
  const folder = folderOf(item.path);
  const moving = ["queued", "sending"].includes(state.is);
  const again = ["retrying", "offline", "failed"].includes(state.is);
  const bad = state.is === "retrying" || state.is === "offline" || state.is === "failed";

  return (
    <li className="upload" data-state={state.is}>
      <FileIcon name={name} />
      <div className="name">
        <span className="cut medium" title={item.path}>
          {folder && <span className="faint t-folder">{folder}/</span>}
          {name}
        </span>
        <span className="meta num t-size">{format.size(item.size)}</span>
      </div>
      <div className="ends">
        {moving && <IconButton size="s" icon={Pause} label={t("file.pause", { name })} onPress={onPause} />}
        {state.is === "paused" && <IconButton size="s" icon={Play} label={t("file.resume", { name })} onPress={onResume} />}
        {again && <IconButton size="s" icon={RotateCw} label={t("file.again", { name })} onPress={onResume} />}
        {state.is === "missing" && <IconButton size="s" icon={state.reopenable ? Play : RotateCw} label={t(state.reopenable ? "file.resume" : "file.choose", { name })} onPress={onReopen} />}
        {!locked && <IconButton size="s" icon={X} label={t("file.remove", { name })} onPress={onRemove} />}
      </div>
      <div className="gauge">
        {state.is !== "done" && state.is !== "queued" && item.size > 0 && (
          <ProgressBar label={name} part={item.sent / item.size} state={bad ? "failed" : state.is === "sending" ? "running" : "paused"} />
        )}
        <span className={`tiny num ${bad ? "danger" : ""}`}>
          <Sentence item={item} />
        </span>
      </div>
    </li>
  );
}

function Sentence({ item }: { item: UploadItem }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const { state, size, sent } = item;
  const percent = format.percent(size > 0 ? Math.min(0.99, sent / size) : 0);
  switch (state.is) {
    case "done":
      return (
        <span className="ok inline g1">
          <Icon of={Check} size="s" />
          {t("state.done")}
        </span>
      );
    case "queued":
      return t("state.queued");
    case "sending": {
      const parts = [t("state.sent", { sent: format.size(sent), size: format.size(size) })];
      if (state.perSecond) parts.push(t("state.speed", { size: format.size(state.perSecond) }));
      if (state.secondsLeft !== null && sent < size) parts.push(t("state.left", { time: spokenDuration(state.secondsLeft) }));
      return parts.join(" · ");
    }
    case "paused":
      return t("state.paused", { percent });
    case "retrying":
      return t(state.cause === "cut" ? "state.cut" : "state.busy", { seconds: state.seconds });
    case "offline":
      return t("state.offline");
    case "failed":
      return state.detail ?? t(`state.${state.cause}`);
    case "missing":
      return t(state.changed ? "state.changed" : state.reopenable ? "state.reopenable" : "state.missing", { percent });
  }
}
