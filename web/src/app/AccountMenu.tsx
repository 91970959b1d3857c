// The person's own menu: account, how the page looks and speaks, and the way out.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AppWindow, Building2, CircleAlert, CircleUserRound, IdCard, LogOut, Mails, MonitorSmartphone, ScrollText, ShieldCheck, UserRoundPlus, UsersRound } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { meQuery } from "@/api/queries";
import { chooseLanguage, currentLanguage, languages, type Language } from "@/i18n";
import { useLook, type Look } from "@/theme/look";
import { Avatar, Menu, showToast } from "@/ui";
import { seesOutbox } from "./navigation";
import { faceOf } from "./people/faces";
import { profileQuery } from "./people/server";
import { usePresence } from "./people/usePresence";
import { useSay } from "./say";
import { isAdministrator, useHouse, useMe } from "./session";
import { signOut } from "./signOut";
import { useSeesTransfers } from "./transfers";

export default function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const house = useHouse();
  const say = useSay();
  const queries = useQueryClient();
  const moves = useSeesTransfers();
  const [look, changeLook] = useLook();

  const leave = useMutation({
    mutationFn: signOut,
    // A page of its own: what one person saw must not wait in memory for the next one, nor ask for more on its way out.
    onSuccess: (ministry) => window.location.replace(ministry ?? "/sign-in"),
    onError: (error) => showToast({ text: say(error) }),
  });

  const speak = useMutation({
    mutationFn: async (language: Language) => {
      await chooseLanguage(language);
      // Mails follow the account's language, so it is told too.
      return take(api.PATCH("/api/identity/me", { body: { language } }));
    },
    onSuccess: (person) => queries.setQueryData(meQuery.queryKey, person),
    onError: (error) => showToast({ text: say(error) }),
  });

  const profile = useQuery({ ...profileQuery, enabled: me.agent }).data;
  const presence = usePresence(profile?.presence ?? null);
  const presences = ["available", "busy", "do_not_disturb", "away"] as const;
  const themes: Look["theme"][] = ["system", "light", "dark"];
  const densities: Look["density"][] = ["snug", "ample"];
  // A telephone has no side: what stands there is found here.
  const places = [
    ...(isAdministrator(me)
      ? [
          { id: "journal", name: t("nav.journal"), icon: ScrollText, href: "/admin/journal" },
          { id: "jobs", name: t("nav.jobs"), icon: CircleAlert, href: "/admin/jobs" },
          { id: "providers", name: t("nav.providers"), icon: Building2, href: "/admin/providers" },
          { id: "applications", name: t("nav.applications"), icon: AppWindow, href: "/admin/applications" },
        ]
      : []),
    ...(moves ? [{ id: "transfers", name: t("nav.transfers"), icon: UsersRound, href: "/admin/transfers" }] : []),
    ...(isAdministrator(me) ? [{ id: "invitations", name: t("nav.invitations"), icon: UserRoundPlus, href: "/admin/invitations" }] : []),
    ...(seesOutbox(me, house) ? [{ id: "outbox", name: t("nav.outbox"), icon: Mails, href: "/outbox" }] : []),
  ];

  return (
    <Menu
      label={t("account.menu")}
      header={
        <div className="me">
          <b>{me.person.name}</b>
          <small>{me.person.address}</small>
        </div>
      }
      groups={[
        {
          id: "account",
          deeds: [
            { id: "account", name: t("account.mine"), icon: CircleUserRound, href: "/account" },
            { id: "security", name: t("account.security"), icon: ShieldCheck, href: "/account/security" },
            { id: "sessions", name: t("account.sessions"), icon: MonitorSmartphone, href: "/account/sessions" },
            ...(me.agent ? [{ id: "card", name: t("account.card"), icon: IdCard, href: "/directory/me" }] : []),
          ],
        },
        ...(me.agent
          ? [
              {
                id: "presence",
                name: t("account.presence"),
                choice: true,
                deeds: presences.map((id) => ({ id: `presence-${id}`, name: t(`presence.${id}`), chosen: presence.chosen === id, onDo: () => presence.change(id) })),
              },
            ]
          : []),
        ...(places.length > 0 ? [{ id: "places", name: t(isAdministrator(me) ? "nav.administration" : "nav.house"), deeds: places }] : []),
        {
          id: "language",
          name: t("account.language"),
          choice: true,
          deeds: languages.map((language) => ({
            id: `language-${language}`,
            name: t(`languages.${language}`),
            chosen: language === currentLanguage(),
            onDo: () => speak.mutate(language),
          })),
        },
        {
          id: "theme",
          name: t("account.theme"),
          choice: true,
          deeds: themes.map((theme) => ({ id: `theme-${theme}`, name: t(`theme.${theme}`), chosen: look.theme === theme, onDo: () => changeLook({ theme }) })),
        },
        {
          id: "density",
          name: t("account.density"),
          choice: true,
          deeds: densities.map((density) => ({ id: `density-${density}`, name: t(`density.${density}`), chosen: look.density === density, onDo: () => changeLook({ density }) })),
        },
        { id: "out", deeds: [{ id: "sign-out", name: t("account.signOut"), icon: LogOut, onDo: () => leave.mutate() }] },
      ]}
    >
      <AriaButton className="me-button" aria-label={t("account.open", { name: me.person.name })}>
        <Avatar {...faceOf({ ...me.person, population: me.population, photo: profile?.photo, presence: presence.chosen })} />
      </AriaButton>
    </Menu>
  );
}
