// Programs that hold a token of one's own; made and explained on the page of tokens.
import { useTranslation } from "react-i18next";
import { Link, Rows } from "@/ui";
import { useDialog } from "../../../address";
import { AccountSection } from "../parts/AccountSection";
import { RevokeTokenDialog } from "../tokens/RevokeTokenDialog";
import { TokenRow } from "../tokens/TokenRow";
import { useTokens } from "../tokens/useTokens";

export function ProgramsSection() {
  const { t } = useTranslation("account");
  const tokens = useTokens();
  const revoking = useDialog("revoke");
  const all = tokens.data?.tokens ?? [];
  const condemned = all.find(({ id }) => id === revoking.about);
  if (all.length === 0) return null;
  return (
    <AccountSection title={t("programs.title")} lede={t("programs.lede")} deed={<Link href="/account/tokens">{t("programs.all")}</Link>}>
      <Rows flush label={t("programs.title")}>
        {all.map((token) => (
          <TokenRow key={token.id} token={token} onRevoke={() => revoking.show(token.id)} />
        ))}
      </Rows>
      {condemned && <RevokeTokenDialog token={condemned} onClose={revoking.close} />}
    </AccountSection>
  );
}
