// A page on the threshold, before or beside the house: one column to read, and beside it what is good to know.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, currentLanguage } from "@/i18n";
import { Link, ToolMark } from "@/ui";
import { useBrand } from "../../brands";
import "../sign-in/signIn.css";
import "./doorstep.css";

export function Doorstep({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  return (
    <main className="door doorstep">
      <section className="ask">
        <Brand />
        <div className="mid">{children}</div>
        <footer className="tiny">
          <LanguageSwitch />
        </footer>
      </section>
      {beside ?? <div className="pocket" />}
    </main>
  );
}

/** What stands in the pocket beside the column: a few sentences, stitched round. */
export function GoodToKnow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <aside className="pocket" aria-label={title}>
      <div className="inside">
        <h2 className="title-3">{title}</h2>
        <ul className="rows flush">{children}</ul>
      </div>
    </aside>
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

function LanguageSwitch() {
  const { t } = useTranslation("shell");
  const other = currentLanguage() === "fr" ? "en" : "fr";
  return (
    <button type="button" lang={other} onClick={() => void chooseLanguage(other)}>
      {t(`languages.${other}`)}
    </button>
  );
}
