// State that belongs to the address: opened dialogs, filters, steps. Reload and "back" then do what one expects.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** One search parameter, as text. Setting null removes it. `push` leaves a step in the history. */
export function useSearchParam(name: string): [string | null, (value: string | null, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const found = search[name];
  const value = found === undefined || found === null ? null : String(found);

  const set = useCallback(
    (next: string | null, push = false) => {
      void navigate({
        to: ".",
        search: ((old: Record<string, unknown>) => ({ ...old, [name]: next ?? undefined })) as never,
        replace: !push,
        resetScroll: false,
      });
    },
    [name, navigate],
  );
  return [value, set];
}

export interface DialogAddress {
  open: boolean;
  /** What the dialog is about, when it was opened with something: `?dialog=remove:17`. */
  about: string | null;
  show: (about?: string) => void;
  close: () => void;
}

/** A dialog whose openness is `?dialog=name`. */
export function useDialog(name: string): DialogAddress {
  const [value, set] = useSearchParam("dialog");
  const open = value === name || (value?.startsWith(`${name}:`) ?? false);
  return {
    open,
    about: open && value !== name ? (value?.slice(name.length + 1) ?? null) : null,
    show: (about) => set(about ? `${name}:${about}` : name, true),
    close: () => set(null),
  };
}
