// Tokens for programs that act in one's name, and passwords for software that knows only passwords.
import { KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, EmptyState, Rows, SkeletonRows } from "@/ui";
import { useDialog } from "../../../address";
import { TroubleState } from "../../../TroubleState";
import "../account.css";
import { AccountTabs } from "../AccountTabs";
import { AccountSection } from "../parts/AccountSection";
import { NewTokenDialog } from "./NewTokenDialog";
import { RevokeTokenDialog } from "./RevokeTokenDialog";
import { TokenRow } from "./TokenRow";
import { useTokens } from "./useTokens";

export default function TokensPage() {
  const { t } = useTranslation("account");
  const making = useDialog("new-token");
  const revoking = useDialog("revoke");
  const tokens = useTokens();
  const all = tokens.data?.tokens ?? [];
  const condemned = all.find(({ id }) => id === revoking.about);
  const make = (
    <Button kind="main" icon={Plus} onPress={() => making.show()}>
      {t("tokens.make")}
    </Button>
  );

  return (
    <>
      <AccountTabs />
      <div className="body account-sections">
        {tokens.isPending && <SkeletonRows rows={3} />}
        {tokens.error && <TroubleState error={tokens.error} onRetry={() => void tokens.refetch()} />}
        {tokens.data && all.length === 0 && (
          <EmptyState icon={KeyRound} title={t("tokens.none")} deeds={make}>
            {t("tokens.lede")}
          </EmptyState>
        )}
        {all.length > 0 && (
          <AccountSection title={t("tokens.title")} lede={t("tokens.lede")} deed={make}>
            <Rows flush label={t("tokens.title")}>
              {all.map((token) => (
                <TokenRow key={token.id} token={token} onRevoke={() => revoking.show(token.id)} />
              ))}
            </Rows>
          </AccountSection>
        )}
      </div>
      {making.open && <NewTokenDialog onClose={making.close} />}
      {condemned && <RevokeTokenDialog token={condemned} onClose={revoking.close} />}
    </>
  );
}
