// A sheet with its corner cut and the type in letters.

const kinds: Record<string, string> = {
  doc: "doc docx odt rtf txt md pages",
  sheet: "xls xlsx ods csv tsv numbers",
  pdf: "pdf",
  slide: "ppt pptx odp key",
  film: "mp4 mov avi mkv webm mp3 wav ogg flac m4a jpg jpeg png gif webp svg heic tif tiff",
};

export function FileIcon({ name }: { name: string }) {
  const ending = endingOf(name);
  return (
    <span className="file" data-kind={kindOf(ending)} aria-hidden="true">
      {ending.slice(0, 4).toLocaleUpperCase()}
    </span>
  );
}

export function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 && name.length - dot <= 6 ? name.slice(dot + 1).toLocaleLowerCase() : "";
}

export function kindOf(ending: string): string {
  return Object.keys(kinds).find((kind) => kinds[kind]?.split(" ").includes(ending)) ?? "other";
}
