// The codes, and the one way on: having put them away.
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import { RecoveryCodes } from "../../../proofs/RecoveryCodes";

export function KeepCodes({ codes, why, onDone }: { codes: readonly string[]; why?: string; onDone: () => void }) {
  const { t } = useTranslation("security");
  return (
    <>
      {why && <p className="soft">{why}</p>}
      <RecoveryCodes codes={codes} />
      <footer>
        <Button kind="main" onPress={onDone}>
          {t("recovery.done")}
        </Button>
      </footer>
    </>
  );
}
