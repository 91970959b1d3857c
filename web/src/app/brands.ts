// Names agents see. The code says `transfer`; the table of brands says "France transfert".
import { useTranslation } from "react-i18next";

export interface Brand {
  name: string;
  /** For the bar of a telephone. */
  short: string;
  /** "envoyer de gros fichiers". */
  deed: string;
}

export function useBrand(): (tool: string) => Brand {
  const { t } = useTranslation("brands");
  return (tool) => ({ name: t(`${tool}.name`), short: t(`${tool}.short`), deed: t(`${tool}.deed`) });
}
