// One's photograph, which is optional: chosen, framed as a square here, then sent.

import { useRef, useState } from "react";
import { Camera, Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { Profile } from "@/api/directory";
import { faceOf } from "@/app/people";
import { Avatar, Button, Notice, showToast } from "@/ui";

import { useDeed } from "../parts/useDeed";
import { PhotoDialog } from "./PhotoDialog";

export function PhotoPart({ profile }: { profile: Profile }) {
  const { t } = useTranslation("directory");
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  // The address stays the same when the photograph changes: this makes the browser ask again.
  const [version, setVersion] = useState(0);
  const face = faceOf(profile);
  const remove = useDeed(
    () => take(api.DELETE("/api/directory/people/me/photo")),
    () => showToast({ text: t("photo.removed") }),
  );
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setUnreadable(false);
    try {
      setPicture(await createImageBitmap(file));
    } catch {
      setUnreadable(true);
    }
  };

  return (
    <section className="d-photo" aria-label={t("photo.title")}>
      <Avatar {...face} photo={face.photo && version > 0 ? `${face.photo}?v=${version}` : face.photo} size="xl" presence={undefined} />
      <div className="flow g2">
        <b className="title-3">{profile.name}</b>
        <div className="inline wrap g2">
          <Button size="s" icon={Camera} onPress={() => input.current?.click()}>
            {t(profile.photo ? "photo.change" : "photo.add")}
          </Button>
          {profile.photo && (
            <Button size="s" kind="plain" busy={remove.isPending} onPress={() => remove.mutate()}>
              {t("photo.remove")}
            </Button>
          )}
        </div>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t("photo.title")}
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        {unreadable && (
          <Notice kind="danger" alert>
            {t("photo.unreadable")}
          </Notice>
        )}
        {remove.refusal}
      </div>
      {picture && (
        <PhotoDialog
          picture={picture}
          onClose={() => setPicture(null)}
          onSent={() => {
            setPicture(null);
            setVersion(version + 1);
            showToast({ icon: Check, text: t("photo.sent") });
          }}
        />
      )}
    </section>
  );
}
