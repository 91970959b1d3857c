// A short word after a deed, with the way back. It waits 8 s, and longer while it is looked at.
import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type IconGlyph } from "./Icon";

export interface ToastWords {
  text: string;
  icon?: IconGlyph;
  /** The way back: "Undo". */
  deed?: { name: string; onDo: () => void };
  /** Milliseconds; 8 000 unless told. */
  life?: number;
}

interface Shown extends ToastWords {
  id: number;
}

let toasts: readonly Shown[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

export function showToast(words: ToastWords): void {
  lastId += 1;
  // Three at most: an older word has been read.
  change([...toasts, { ...words, id: lastId }].slice(-3));
}

export function Toasts() {
  const { t } = useTranslation("ui");
  const shown = useSyncExternalStore(watch, () => toasts);
  return (
    // Heard and reached over an open window too.
    <section className="toasts" data-react-aria-top-layer="true" aria-label={t("toasts")} aria-live="polite" aria-relevant="additions">
      {shown.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Toast({ toast }: { toast: Shown }) {
  const { t } = useTranslation("ui");
  const [held, setHeld] = useState(false);
  const life = toast.life ?? 8000;

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => remove(toast.id), life);
    return () => clearTimeout(timer);
  }, [held, life, toast.id]);

  return (
    // A word with buttons: hovering or focusing any of it holds the clock.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="toast" data-held={held || undefined} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      {toast.icon && <Icon of={toast.icon} />}
      <span className="grow">{toast.text}</span>
      {toast.deed && (
        <button
          type="button"
          className="button plain s"
          onClick={() => {
            remove(toast.id);
            toast.deed?.onDo();
          }}
        >
          {toast.deed.name}
        </button>
      )}
      <button type="button" className="button plain only s quiet" aria-label={t("close")} onClick={() => remove(toast.id)}>
        <Icon of={X} size="s" />
      </button>
      <i className="left" key={held ? "held" : "running"} style={{ "--life": `${life}ms` }} aria-hidden="true" />
    </div>
  );
}

function remove(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function change(next: readonly Shown[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
