// For administrators: the e-mail domains whose addresses say that somebody works here.

import { Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OwnDomain } from "@/api/directory";
import { Button } from "@/ui";

export function Domains({ domains, onEdit }: { domains: readonly OwnDomain[]; onEdit: () => void }) {
  const { t } = useTranslation("directory");
  return (
    <section aria-labelledby="domains-here">
      <h2 className="group d-part" id="domains-here">
        {t("domains.title")}
        <span className="end">
          <Button kind="plain" size="s" icon={Pencil} onPress={onEdit}>
            {t("domains.edit")}
          </Button>
        </span>
      </h2>
      {domains.length === 0 ? (
        <p className="meta">{t("domains.none")}</p>
      ) : (
        <ul className="d-preview">
          {domains.map(({ domain, population }) => (
            <li key={domain}>
              {domain}
              {population === "contractor" && <span className="meta"> · {t("domains.contractors")}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
