// Files under their folders, with the fingerprint of each for those who check.

import { Folder } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "@/i18n/format";
import { FileIcon, Icon } from "@/ui";

import { byFolder } from "../model/folders";

export interface Listed {
  id: string;
  name: string;
  path: string;
  size: number;
  sha256?: string | null;
}

export function FileList<File extends Listed>({ files, end }: { files: readonly File[]; end: (file: File) => ReactNode }) {
  const { t } = useTranslation("transfer");
  const format = useFormat();
  const printed = files.filter(({ sha256 }) => sha256);
  return (
    <>
      {byFolder(files).map((folder) => (
        <div key={folder.path} className="t-folder-group">
          {folder.path !== "" && (
            <p className="t-folder-name">
              <Icon of={Folder} size="s" />
              <span className="cut">{folder.path}</span>
              <span className="meta num push">
                {t("files.count", { count: folder.files.length })}, {format.size(folder.size)}
              </span>
            </p>
          )}
          <ul className="rows flush t-files-list" aria-label={folder.path || undefined}>
            {folder.files.map((file) => (
              <li key={file.id}>
                <FileIcon name={file.name} />
                <span className="cut grow" title={file.path}>
                  {file.name}
                </span>
                <span className="meta num">{format.size(file.size)}</span>
                {end(file)}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {printed.length > 0 && (
        <details className="t-prints">
          <summary>{t("prints.title", { count: printed.length })}</summary>
          <p className="meta">{t("prints.text")}</p>
          <dl>
            {printed.map((file) => (
              <div key={file.id}>
                <dt className="cut">{file.path}</dt>
                <dd>
                  <code>{file.sha256}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
