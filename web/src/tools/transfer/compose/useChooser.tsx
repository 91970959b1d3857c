// How files are chosen: with the browser's own keys where it has them (so that a reload can go on), with a field elsewhere.

import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { showToast } from "@/ui";

import { fromHandle, fromInput, type Picked, type Room, type UploadItem, type Uploads, walk } from "../upload";

export interface Chooser {
  files(): Promise<void>;
  folder(): Promise<void>;
  /** Chooses again one file whose upload was begun before a reload. */
  again(item: UploadItem): Promise<void>;
  take(picked: readonly Picked[], skipped: number, unreadable?: readonly string[], cut?: boolean): void;
  /** Fields no one sees: they open the system's own window. */
  inputs: ReactNode;
}

export function useChooser(uploads: Uploads, room: Room): Chooser {
  const { t } = useTranslation("transfer");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const one = useRef<HTMLInputElement>(null);
  const wanted = useRef<string | null>(null);

  const take: Chooser["take"] = (picked, skipped, unreadable = [], cut = false) => {
    uploads.add(picked, room, unreadable);
    if (cut) showToast({ text: t("files.cut", { count: room.max_files }) });
    else if (skipped > 0) showToast({ text: t("files.skipped", { count: skipped }) });
  };
  const changed = (input: HTMLInputElement) => {
    const { picked, skipped } = fromInput(input.files ?? []);
    take(picked.slice(0, room.max_files), skipped, [], picked.length > room.max_files);
    input.value = "";
  };
  const continued = (picked: Picked | undefined) => {
    if (picked && wanted.current !== null) uploads.continueWith(wanted.current, picked);
    wanted.current = null;
  };

  return {
    take,
    async files() {
      const handles = await pick(() => window.showOpenFilePicker?.({ multiple: true }));
      if (handles === "unavailable") files.current?.click();
      else if (handles) await walk(handles.map(fromHandle), room.max_files).then((got) => take(got.picked, got.skipped, got.unreadable, got.cut));
    },
    async folder() {
      const handle = await pick(() => window.showDirectoryPicker?.({ mode: "read" }));
      if (handle === "unavailable") folder.current?.click();
      else if (handle) await walk([fromHandle(handle)], room.max_files).then((got) => take(got.picked, got.skipped, got.unreadable, got.cut));
    },
    async again(item) {
      if (item.state.is === "missing" && item.state.reopenable && (await uploads.reopen(item.key))) return;
      wanted.current = item.key;
      const handles = await pick(() => window.showOpenFilePicker?.({ multiple: false }));
      if (handles === "unavailable") one.current?.click();
      else if (handles?.[0]) continued({ file: await handles[0].getFile(), path: item.path, handle: handles[0] });
    },
    inputs: (
      <div hidden>
        <input ref={files} type="file" multiple data-chooser="files" aria-label={t("drop.browse")} onChange={(event) => changed(event.currentTarget)} />
        <input ref={folder} type="file" multiple data-chooser="folder" aria-label={t("drop.folder")} onChange={(event) => changed(event.currentTarget)} {...{ webkitdirectory: "" }} />
        <input
          ref={one}
          type="file"
          data-chooser="again"
          aria-label={t("file.chooseAgain")}
          onChange={(event) => {
            continued(fromInput(event.currentTarget.files ?? []).picked[0]);
            event.currentTarget.value = "";
          }}
        />
      </div>
    ),
  };
}

/** What was picked, nothing when the person gave up, or "unavailable" where only a field can ask. */
async function pick<T>(ask: () => Promise<T> | undefined): Promise<T | null | "unavailable"> {
  try {
    return (await ask()) ?? "unavailable";
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? null : "unavailable";
  }
}
