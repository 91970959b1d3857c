// The files of a parcel as its sender may take them back, with the fingerprint of each.

import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Parcel } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Icon } from "@/ui";

import { ownFileUrl } from "../queries";
import { FileList } from "../parts/FileList";

export function ContentsList({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  return (
    <>
      <div className="group t-part">
        <h3>{t("detail.contents", { count: parcel.files.length })}</h3>
        <span className="end num faint">{format.size(parcel.size)}</span>
      </div>
      <FileList
        files={parcel.files}
        // Once a parcel is over its files are gone: only their names and fingerprints remain.
        end={(file) => parcel.state === "sent" && (
          <a className="button plain only s" href={ownFileUrl(parcel.id, file.id)} download={file.name} aria-label={t("file.download", { name: file.name })} title={t("file.download", { name: file.name })}>
            <Icon of={Download} />
          </a>
        )}
      />
    </>
  );
}
