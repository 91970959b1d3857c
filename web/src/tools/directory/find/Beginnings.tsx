// Before anything is typed: what one may type, and where else to go.

import { CircleUserRound, FileUp, ListChecks, ListTree, MessageSquareDiff, ShieldAlert, Users } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Icon, Link, type IconGlyph } from "@/ui";

import { useCorrespondent } from "../parts/correspondent";

export function Beginnings() {
  const { t } = useTranslation("directory");
  const correspondent = useCorrespondent();
  return (
    <>
      <p className="d-hint reading">{t("find.hint")}</p>
      <nav aria-label={t("places.name")}>
        <h2 className="group">{t("places.name")}</h2>
        <ul>
          <Place href="/directory/chart" icon={ListTree} word="chart" />
          <Place href="/directory/me" icon={CircleUserRound} word="me" />
          <Place href="/directory/groups" icon={Users} word="groups" />
          <Place href="/directory/mine" icon={MessageSquareDiff} word="mine" />
        </ul>
        {correspondent && (
          <>
            <h2 className="group">{t("places.keep")}</h2>
            <ul>
              <Place href="/directory/suggestions" icon={ListChecks} word="suggestions" />
              <Place href="/directory/imports" icon={FileUp} word="imports" />
              <Place href="/directory/alerts" icon={ShieldAlert} word="alerts" />
            </ul>
          </>
        )}
      </nav>
    </>
  );
}

function Place({ href, icon, word }: { href: string; icon: IconGlyph; word: string }) {
  const { t } = useTranslation("directory");
  return (
    <li>
      <Link bare href={href} className="d-hit">
        <span className="d-sign">
          <Icon of={icon} />
        </span>
        <span className="grow">
          <b>
            <span>{t(`places.${word}`)}</span>
          </b>
          <small>{t(`places.${word}Text`)}</small>
        </span>
      </Link>
    </li>
  );
}
