// In a house of example one comes in by one click, and confirms by one.
import { useTranslation } from "react-i18next";
import { useShow, type WayProps } from "./way";
import { WayForm } from "./WayForm";

export function BySample({ onConfirmed, onCancel }: WayProps) {
  const { t } = useTranslation("confirm");
  const show = useShow(onConfirmed);
  return (
    <WayForm busy={show.isPending} error={show.error} onGo={() => show.mutate({ sample: true })} onCancel={onCancel}>
      <p>{t("sampleText")}</p>
    </WayForm>
  );
}
