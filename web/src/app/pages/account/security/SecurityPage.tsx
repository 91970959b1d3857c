// How one's account opens, and by which addresses it is reached.
import { SkeletonRows } from "@/ui";
import { AdviceOn } from "../../../proofs/SecondFactorAdvice";
import { useFactors } from "../../../proofs/useFactors";
import { TroubleState } from "../../../TroubleState";
import "../account.css";
import { AccountTabs } from "../AccountTabs";
import { LinkedIdentities } from "../identities/LinkedIdentities";
import { AddressesSection } from "./AddressesSection";
import { PasskeysSection } from "./PasskeysSection";
import { PasswordSection } from "./PasswordSection";
import { RecoverySection } from "./RecoverySection";
import { TotpSection } from "./TotpSection";

export default function SecurityPage() {
  const factors = useFactors();
  return (
    <>
      <AccountTabs />
      <div className="body account-sections">
        {factors.isPending && <SkeletonRows rows={5} />}
        {factors.error && <TroubleState error={factors.error} onRetry={() => void factors.refetch()} />}
        {factors.data && (
          <>
            <AdviceOn factors={factors.data} />
            <PasskeysSection passkeys={factors.data.passkeys} />
            <PasswordSection password={factors.data.password} />
            <TotpSection since={factors.data.totp?.since ?? null} />
            <RecoverySection codes={factors.data.recovery_codes ?? null} />
            <LinkedIdentities />
            <AddressesSection />
          </>
        )}
      </div>
    </>
  );
}
