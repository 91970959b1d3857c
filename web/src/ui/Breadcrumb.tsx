import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";
import { Link } from "./Link";

export interface Crumb {
  name: string;
  /** Absent for the place one is in. */
  href?: string;
}

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useTranslation("ui");
  return (
    <nav className="crumbs" aria-label={t("path")}>
      {crumbs.map((crumb, rank) => (
        <span key={crumb.name} className="inline g1">
          {rank > 0 && <Icon of={ChevronRight} />}
          {crumb.href ? (
            <Link bare href={crumb.href}>
              {crumb.name}
            </Link>
          ) : (
            <span aria-current="page">{crumb.name}</span>
          )}
        </span>
      ))}
    </nav>
  );
}
