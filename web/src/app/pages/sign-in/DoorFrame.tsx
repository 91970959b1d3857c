// What surrounds a page before the door: the brand, the page's own words, and what the bag holds beside them.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, currentLanguage } from "@/i18n";
import { join, Link, ToolMark } from "@/ui";
import { useBrand } from "../../brands";
import { openTools } from "../../navigation";
import { useHouse } from "../../session";
import "./signIn.css";

export interface DoorFrameProps {
  children: ReactNode;
  /** In the foot, beside the language. */
  foot?: ReactNode;
  /** Under what the bag holds. */
  beside?: ReactNode;
  /** Instead of what the bag holds. */
  pocket?: ReactNode;
  className?: string;
}

export function DoorFrame({ children, foot, beside, pocket, className }: DoorFrameProps) {
  return (
    <main className={join("door", className)}>
      <section className="ask">
        <Brand />
        <div className="mid">{children}</div>
        <footer className="tiny">
          {foot}
          <LanguageSwitch />
        </footer>
      </section>
      {pocket ?? <Pocket>{beside}</Pocket>}
    </main>
  );
}

function Brand() {
  const suite = useBrand()("suite").name;
  return (
    <Link bare className="brand" href="/">
      <ToolMark tool="home" />
      {suite}
    </Link>
  );
}

/** What the bag holds: only tools that are open here. */
function Pocket({ children }: { children?: ReactNode }) {
  const { t } = useTranslation("sign-in");
  const house = useHouse();
  const brand = useBrand();
  return (
    <aside className="pocket" aria-label={t("pocket")}>
      <div className="inside">
        <h2 className="title-3">{t("inTheBag")}</h2>
        <ul className="rows flush">
          {openTools(house, null, true).map((tool) => (
            <li key={tool.name}>
              <ToolMark tool={tool.name} />
              <b>{brand(tool.name).name}</b>
              <span className="soft">{brand(tool.name).deed}</span>
            </li>
          ))}
        </ul>
      </div>
      {children}
    </aside>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation("shell");
  const other = currentLanguage() === "fr" ? "en" : "fr";
  return (
    <button type="button" lang={other} onClick={() => void chooseLanguage(other)}>
      {t(`languages.${other}`)}
    </button>
  );
}
