// Listens for gestures that ask for a confirmation, and shows the dialog over whatever page is there. Whoever went to their
// ministry for it is met on return.
import { lazy, Suspense, useEffect, useState } from "react";
import { whenConfirmNeeded } from "@/api/confirm";
import { cameBack, gestureNow } from "./wayBack";

// Seldom needed: fetched the first time a gesture asks for it.
const ConfirmDialog = lazy(() => import("./ConfirmDialog"));
const Returned = lazy(() => import("./Returned"));

interface Waiting {
  /** The button that asked, by its name. */
  gesture: string | null;
  answer: (confirmed: boolean) => void;
}

export function Confirming() {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [returned] = useState(cameBack);

  useEffect(() => {
    let pending: Waiting | null = null;
    const stop = whenConfirmNeeded(
      () =>
        new Promise((resolve) => {
          pending = {
            gesture: gestureNow(),
            answer: (confirmed) => {
              pending = null;
              setWaiting(null);
              resolve(confirmed);
            },
          };
          setWaiting(pending);
        }),
    );
    return () => {
      stop();
      pending?.answer(false);
    };
  }, []);

  return (
    <Suspense>
      {returned && <Returned by={returned} />}
      {waiting && <ConfirmDialog gesture={waiting.gesture} onAnswer={waiting.answer} />}
    </Suspense>
  );
}
