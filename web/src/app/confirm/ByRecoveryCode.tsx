// A code kept aside, when the application is not at hand.
import { useState } from "react";
import { bare, recoveryLength } from "../proofs/code";
import { RecoveryCodeField } from "../proofs/RecoveryCodeField";
import { useShow, type WayProps } from "./way";
import { WayForm } from "./WayForm";

export function ByRecoveryCode({ onConfirmed, onCancel }: WayProps) {
  const [code, setCode] = useState("");
  const show = useShow(onConfirmed);
  return (
    <WayForm busy={show.isPending} ready={bare(code).length === recoveryLength} error={show.error} onGo={() => show.mutate({ recovery_code: code })} onCancel={onCancel}>
      <RecoveryCodeField autoFocus value={code} onChange={setCode} />
    </WayForm>
  );
}
