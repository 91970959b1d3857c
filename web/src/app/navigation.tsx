// Ways into the suite: the side of a wide screen, the bar of a telephone.
import { useRouterState } from "@tanstack/react-router";
import { AppWindow, Building2, CircleAlert, CircleUserRound, Mails, ScrollText, ShieldCheck, UserRoundCog, UserRoundPlus, UsersRound } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { House, Me } from "@/api/types";
import { Icon, Link, ToolMark, type IconGlyph } from "@/ui";
import { useBrand } from "./brands";
import { toolNamed, tools, type ToolRegistration } from "./registry";
import { isAdministrator, useHouse, useMe } from "./session";
import { useSeesTransfers } from "./transfers";

// Counters are code of the tools: fetched once, beside the shell.
const counts = new Map<string, ReactNode>(
  tools.flatMap(({ name, count }) => {
    if (!count) return [];
    const Count = lazy(count);
    return [
      [
        name,
        <Suspense key={name}>
          <Count />
        </Suspense>,
      ],
    ];
  }),
);

export function Side() {
  const { t } = useTranslation();
  const me = useMe();
  const house = useHouse();
  const brand = useBrand();

  return (
    <>
      <nav className="nav" aria-label={t("nav.tools")}>
        <Place href="/" mark="house" name={t("nav.home")} exact />
        {openTools(house, me).map((tool) => (
          <Place key={tool.name} href={tool.start} mark={tool.name} name={brand(tool.name).name} end={counts.get(tool.name)} />
        ))}
      </nav>
      <HousePlaces me={me} house={house} />
      <SessionLine me={me} house={house} />
    </>
  );
}

function HousePlaces({ me, house }: { me: Me; house: House }) {
  const { t } = useTranslation();
  const administrator = isAdministrator(me);
  const mails = seesOutbox(me, house);
  const moves = useSeesTransfers();
  if (!administrator && !mails && !moves) return null;
  return (
    <>
      <h2 id="side-house">{t(administrator ? "nav.administration" : "nav.house")}</h2>
      <nav className="nav pins" aria-labelledby="side-house">
        {administrator && <Place href="/admin/journal" icon={ScrollText} name={t("nav.journal")} />}
        {administrator && <Place href="/admin/jobs" icon={CircleAlert} name={t("nav.jobs")} />}
        {administrator && <Place href="/admin/providers" icon={Building2} name={t("nav.providers")} />}
        {administrator && <Place href="/admin/applications" icon={AppWindow} name={t("nav.applications")} />}
        {moves && <Place href="/admin/transfers" icon={UsersRound} name={t("nav.transfers")} />}
        {administrator && <Place href="/admin/accounts" icon={UserRoundCog} name={t("nav.accounts")} />}
        {administrator && <Place href="/admin/invitations" icon={UserRoundPlus} name={t("nav.invitations")} />}
        {mails && <Place href="/outbox" icon={Mails} name={t("nav.outbox")} />}
      </nav>
    </>
  );
}

/** How sure the house is of the person, in small. */
function SessionLine({ me, house }: { me: Me; house: House }) {
  const { t } = useTranslation();
  return (
    <p className="session">
      <Icon of={ShieldCheck} size="s" />
      <span>
        {house.sample && (
          <>
            {t("session.sampleHouse")}
            <br />
          </>
        )}
        {t(`session.${me.session.strength}`)}
      </span>
    </p>
  );
}

/** Five places at most: home, the first tools, and the account. */
export function TabBar() {
  const { t } = useTranslation();
  const me = useMe();
  const house = useHouse();
  const brand = useBrand();

  return (
    <nav className="tabbar" aria-label={t("nav.tools")}>
      <Tab href="/" name={t("nav.home")} exact>
        <ToolMark tool="house" size="t" />
      </Tab>
      {openTools(house, me)
        .slice(0, 3)
        .map((tool) => (
          <Tab key={tool.name} href={tool.start} name={brand(tool.name).short}>
            <ToolMark tool={tool.name} size="t" />
          </Tab>
        ))}
      <Tab href="/account" name={t("nav.account")}>
        <Icon of={CircleUserRound} size="l" />
      </Tab>
    </nav>
  );
}

interface PlaceProps {
  href: string;
  name: string;
  mark?: string;
  icon?: IconGlyph;
  end?: ReactNode;
  exact?: boolean;
}

function Place({ href, name, mark, icon, end, exact = false }: PlaceProps) {
  const current = useIsHere(href, exact);
  return (
    <Link bare href={href} aria-current={current ? "page" : undefined}>
      {mark && <ToolMark tool={mark} />}
      {icon && <Icon of={icon} />}
      <span className="cut">{name}</span>
      {end}
    </Link>
  );
}

function Tab({ href, name, exact = false, children }: { href: string; name: string; exact?: boolean; children: ReactNode }) {
  const current = useIsHere(href, exact);
  return (
    <Link bare href={href} aria-current={current ? "page" : undefined}>
      {children}
      <span>{name}</span>
    </Link>
  );
}

function useIsHere(href: string, exact: boolean): boolean {
  return useRouterState({ select: ({ location: { pathname } }) => pathname === href || (!exact && pathname.startsWith(`${href}/`)) });
}

/** Tools this house has opened and this person may use, in the house's own order; then what every house has. */
export function openTools(house: House, me: Me | null, everything = false): ToolRegistration[] {
  return [...house.tools.flatMap(({ name }) => toolNamed(name) ?? []), ...tools.filter((tool) => tool.everywhere)]
    .filter((tool) => everything || !tool.agentsOnly || me?.agent);
}

export function seesOutbox(me: Me | null, house: House): boolean {
  if (house.outbox === "everyone") return true;
  return house.outbox === "administrators" && me !== null && isAdministrator(me);
}
