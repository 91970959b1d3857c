// Listens for gestures that ask for a confirmation, and shows the dialog over whatever page is there.
import { lazy, Suspense, useEffect, useState } from "react";
import { whenConfirmNeeded, type AskedAgain } from "@/api/confirm";

// Seldom needed: fetched the first time a gesture asks for it.
const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

interface Waiting {
  asked: AskedAgain;
  answer: (confirmed: boolean) => void;
}

export function Confirming() {
  const [waiting, setWaiting] = useState<Waiting | null>(null);

  useEffect(() => {
    let pending: Waiting | null = null;
    const stop = whenConfirmNeeded(
      (asked) =>
        new Promise((resolve) => {
          pending = {
            asked,
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

  if (!waiting) return null;
  return (
    <Suspense>
      <ConfirmDialog onAnswer={waiting.answer} />
    </Suspense>
  );
}
