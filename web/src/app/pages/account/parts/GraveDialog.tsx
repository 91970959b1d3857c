// What cannot be undone deserves a question, which says what will follow.
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Dialog, showToast } from "@/ui";
import { Refused } from "../../../Refused";

export interface GraveDialogProps {
  title: string;
  children: ReactNode;
  deed: string;
  keep: string;
  /** Said once it is done. */
  done: string;
  act: () => Promise<unknown>;
  /** Questions whose answers it changes. */
  stale: readonly QueryKey[];
  /** Leads elsewhere once it is done, where the page told of what is no more; closing is enough otherwise. */
  onDone?: () => void | Promise<void>;
  onClose: () => void;
}

export function GraveDialog({ title, children, deed, keep, done, act, stale, onDone, onClose }: GraveDialogProps) {
  const queries = useQueryClient();
  const doIt = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await (onDone ?? onClose)();
      showToast({ text: done });
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <Dialog
      open
      role="alertdialog"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button kind="plain" onPress={onClose}>
            {keep}
          </Button>
          <Button kind="grave" busy={doIt.isPending} onPress={() => doIt.mutate()}>
            {deed}
          </Button>
        </>
      }
    >
      <p className="soft">{children}</p>
      <Refused by={doIt.error} />
    </Dialog>
  );
}
