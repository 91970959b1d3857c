// Nobody answers: what may be tried instead.

import { useTranslation } from "react-i18next";

import { Button, EmptyState } from "@/ui";

export function Nothing({ typed, narrowed, onWiden }: { typed: string; narrowed: boolean; onWiden: () => void }) {
  const { t } = useTranslation("directory");
  return (
    <EmptyState tool="directory" title={t("nothing.title", { typed })} deeds={narrowed && <Button onPress={onWiden}>{t("nothing.widen")}</Button>}>
      <p>{t("nothing.text")}</p>
      <ul className="d-tips">
        <li>{t("nothing.short")}</li>
        <li>{t("nothing.function")}</li>
        <li>{t("nothing.digits")}</li>
      </ul>
    </EmptyState>
  );
}
