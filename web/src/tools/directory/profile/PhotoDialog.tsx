// Frames a picture as a square: dragged, or moved with the arrows; brought nearer with the slider.

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import { Dialog } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";
import { centred, drawn, moved, type Frame } from "./frame";

/** Side of what is sent, in pixels: enough for the largest face we show, twice. */
const side = 512;

export function PhotoDialog({ picture, onClose, onSent }: { picture: ImageBitmap; onClose: () => void; onSent: () => void }) {
  const { t } = useTranslation("directory");
  const canvas = useRef<HTMLCanvasElement>(null);
  const [frame, setFrame] = useState<Frame>(() => centred(picture));
  const send = useDeed(async () => {
    const blob = await squareOf(canvas.current);
    // The schema knows no bytes but as a list of numbers: a picture travels as it is.
    return take(api.PUT("/api/directory/people/me/photo", { body: [], bodySerializer: () => blob, headers: { "Content-Type": blob.type } }));
  }, onSent);

  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen) return;
    const { x, y, size } = drawn(picture, frame);
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, side, side);
    pen.drawImage(picture, x, y, size, size, 0, 0, side, side);
  }, [picture, frame]);

  const move = (right: number, down: number) => setFrame((old) => moved(picture, old, right, down));
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const { width } = event.currentTarget.getBoundingClientRect();
    move(-event.movementX / width, -event.movementY / width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };

  return (
    <Dialog open title={t("photo.frame")} onClose={onClose} footer={<DialogEnd deed={t("photo.send")} busy={send.isPending} onDo={() => send.mutate()} onClose={onClose} />}>
      <p className="soft" id="photo-help">
        {t("photo.frameHelp")}
      </p>
      {/* A picture moved by hand: the keyboard has its arrows. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <canvas
        ref={canvas}
        className="d-canvas"
        width={side}
        height={side}
        tabIndex={0}
        role="img"
        aria-label={t("photo.title")}
        aria-describedby="photo-help"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <label className="d-zoom">
        <span>{t("photo.nearer")}</span>
        <input type="range" min="1" max="4" step="0.05" value={frame.zoom} onChange={(event) => setFrame((old) => moved(picture, { ...old, zoom: Number(event.target.value) }, 0, 0))} />
      </label>
      {send.refusal}
    </Dialog>
  );
}

/** WebP where the browser writes it, JPEG elsewhere. */
function squareOf(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!canvas) {
      reject(new Error("the picture was closed before it was sent"));
      return;
    }
    canvas.toBlob(
      (webp) => {
        if (webp?.type === "image/webp") resolve(webp);
        else canvas.toBlob((jpeg) => (jpeg ? resolve(jpeg) : reject(new Error("the browser wrote no picture"))), "image/jpeg", 0.86);
      },
      "image/webp",
      0.86,
    );
  });
}
