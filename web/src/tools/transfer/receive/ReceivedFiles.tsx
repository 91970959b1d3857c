// The files to take, one by one, by plain links: they work without a script, resume, and go to the browser's own list.

import { Check, Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ReceivedParcel } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Icon, join } from "@/ui";

import { FileList } from "../parts/FileList";
import { receivedFileUrl } from "../queries";

export function ReceivedFiles({ parcel, parcelKey }: { parcel: ReceivedParcel; parcelKey: string }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const only = parcel.files.length === 1;

  return (
    <div className="t-received">
      <div className="group t-part">
        <h2>{t("detail.files", { count: parcel.files.length, size: format.size(parcel.size) })}</h2>
      </div>
      <FileList
        files={parcel.files}
        end={(file) => {
          const done = asked.has(file.id);
          return (
            <a
              className={join("button s", only && !done ? "main" : "line", done && "t-asked")}
              href={receivedFileUrl(parcelKey, file.id)}
              download={file.name}
              onClick={() => setAsked(new Set([...asked, file.id]))}
            >
              <Icon of={done ? Check : Download} size="s" />
              <span className="t-deed">{t(done ? "receive.again" : "receive.download")}</span>
              <span className="heard"> {file.name}</span>
            </a>
          );
        }}
      />
    </div>
  );
}
