// The places of one's account.
import { useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LinkTabs } from "@/ui";
import { PageHead } from "../../PageHead";
import { useMe } from "../../session";

const places = [
  { href: "/account", word: "tabs.me" },
  { href: "/account/security", word: "tabs.security" },
  { href: "/account/sessions", word: "tabs.sessions" },
  { href: "/account/tokens", word: "tabs.tokens" },
  { href: "/account/guests", word: "tabs.guests", agentsOnly: true },
] as const;

export function AccountTabs() {
  const { t } = useTranslation("account");
  const { agent } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const mine = places.filter((place) => agent || !("agentsOnly" in place));
  const here = mine.find(({ href }) => href === path) ?? places[0];
  return (
    <>
      <PageHead title={t("title")} tabTitle={t(here.word)} />
      <LinkTabs label={t("title")} tabs={mine.map(({ href, word }) => ({ href, name: t(word), current: href === here.href }))} />
    </>
  );
}
