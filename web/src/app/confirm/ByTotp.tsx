// The digits of the application, once more.
import { useState } from "react";
import { totpLength } from "../proofs/code";
import { TotpField } from "../proofs/TotpField";
import { useShow, type WayProps } from "./way";
import { WayForm } from "./WayForm";

export function ByTotp({ onConfirmed, onCancel }: WayProps) {
  const [totp, setTotp] = useState("");
  const show = useShow(onConfirmed);
  return (
    <WayForm busy={show.isPending} ready={totp.length === totpLength} error={show.error} onGo={() => show.mutate({ totp })} onCancel={onCancel}>
      <TotpField autoFocus value={totp} onChange={setTotp} />
    </WayForm>
  );
}
