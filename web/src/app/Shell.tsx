// The frame of a signed-in person: side, bar, and the sheet of the page slid between them.
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { words, known, rememberedLanguage } from "@/i18n";
import { Avatar, Link, ToolMark } from "@/ui";
import { useBrand } from "./brands";
import { Framed } from "./framed";
import { useLive } from "./live/useLive";
import { Side, TabBar } from "./navigation";
import { useMe } from "./session";

// Menus and what floats weigh as much as the rest of the frame: they follow it.
const AccountMenu = lazy(() => import("./AccountMenu"));

export function Shell() {
  const { t } = useTranslation();
  const suite = useBrand()("suite").name;
  const { organisation } = useMe();
  useLive();
  useLanguageOfAccount();

  return (
    <div className="app">
      <a className="skip" href="#page">
        {t("skip")}
      </a>
      <aside className="side" aria-label={t("nav.side")}>
        <Link bare className="brand" href="/">
          <ToolMark tool="home" />
          {suite}
        </Link>
        <Side />
      </aside>
      <header className="bar">
        <p className="meta cut">{organisation?.name}</p>
        <div className="bar-end">
          <Account />
        </div>
      </header>
      <header className="top">
        <Link bare className="brand" href="/">
          <ToolMark tool="home" />
          {suite}
        </Link>
        <div className="end">
          <Account />
        </div>
      </header>
      <Sheet />
      <TabBar />
    </div>
  );
}

function Account() {
  const { person, agent } = useMe();
  const face = (
    <span className="me-button">
      <Avatar name={person.name} initials={person.initials} kind={agent ? "agent" : "external"} />
    </span>
  );
  return (
    <Suspense fallback={face}>
      <AccountMenu />
    </Suspense>
  );
}

/** On a device where nothing was chosen, the account's language wins over the browser's. */
function useLanguageOfAccount(): void {
  const language = known(useMe().person.language);
  useEffect(() => {
    if (language && !rememberedLanguage() && words.language !== language) void words.changeLanguage(language);
  }, [language]);
}

/** The page itself. It takes the focus when the address changes, so that a screen reader starts at its head. */
function Sheet() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const sheet = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    sheet.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <main id="page" className="sheet" tabIndex={-1} ref={sheet}>
      <Framed value={true}>
        <Suspense>
          <Outlet />
        </Suspense>
      </Framed>
    </main>
  );
}
