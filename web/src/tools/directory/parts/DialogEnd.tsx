// The foot of a window: the way out, then the deed.

import { useTranslation } from "react-i18next";

import { Button } from "@/ui";

export interface DialogEndProps {
  deed: string;
  busy: boolean;
  grave?: boolean;
  disabled?: boolean;
  onDo: () => void;
  onClose: () => void;
}

export function DialogEnd({ deed, busy, grave = false, disabled = false, onDo, onClose }: DialogEndProps) {
  const { t } = useTranslation("directory");
  return (
    <>
      <Button kind="plain" onPress={onClose}>
        {t("cancel")}
      </Button>
      <Button kind={grave ? "grave" : "main"} busy={busy} isDisabled={disabled} onPress={onDo}>
        {deed}
      </Button>
    </>
  );
}
