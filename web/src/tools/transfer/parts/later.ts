// A deed that can be taken back: said at once, done when the time to change one's mind is over.

import { type IconGlyph, showToast } from "@/ui";

interface Later {
  text: string;
  icon?: IconGlyph;
  /** The word on the way back. */
  undo: string;
  onUndo(): void;
  /** `leaving` when the page goes away: the request must outlive it. */
  onDone(leaving: boolean): void;
}

const LIFE_MS = 8_000;
const pending = new Set<(leaving: boolean) => void>();

export function doLater({ text, icon, undo, onUndo, onDone }: Later): void {
  let timer: ReturnType<typeof setTimeout>;
  const finish = (leaving: boolean) => {
    clearTimeout(timer);
    if (pending.delete(finish)) onDone(leaving);
  };
  const wait = (left: number) => {
    timer = setTimeout(() => {
      // A toast that is being looked at stays, and with it the way back.
      if (document.querySelector(".toast[data-held]")) wait(1_000);
      else finish(false);
    }, left);
  };
  pending.add(finish);
  wait(LIFE_MS + 200);
  showToast({
    text,
    icon,
    life: LIFE_MS,
    deed: {
      name: undo,
      onDo: () => {
        clearTimeout(timer);
        if (pending.delete(finish)) onUndo();
      },
    },
  });
}

/** Does everything that waits, now: before something that depends on it. */
export function doNow(leaving = false): void {
  for (const finish of [...pending]) finish(leaving);
}

addEventListener("pagehide", () => doNow(true));

