// Ties the living uploads of a parcel to what the server says of its files.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import type { Parcel } from "@/api/types";
import { currentLanguage } from "@/i18n";

import { parcelQuery } from "../queries";
import { TusTransport, type Uploads, uploadsOf } from "../upload";
import { samePath } from "../upload/match";

export function useParcelUploads(parcel: Parcel): Uploads {
  const queries = useQueryClient();
  const { id, files } = parcel;
  const uploads = useMemo(() => {
    const find = async (of: string, path: string, size: number) => {
      const { files } = await queries.fetchQuery({ ...parcelQuery(of), staleTime: 0 });
      return files.find((file) => samePath(file.path, path) && file.size === size)?.upload_url ?? null;
    };
    const changed = () => void queries.invalidateQueries({ queryKey: parcelQuery(id).queryKey });
    return uploadsOf(id, new TusTransport(currentLanguage, find), changed);
  }, [id, queries]);

  useEffect(() => void uploads.adopt(files), [uploads, files]);
  return uploads;
}
