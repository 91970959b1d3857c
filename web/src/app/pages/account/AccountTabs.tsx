// The three places of one's account.
import { useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LinkTabs } from "@/ui";
import { PageHead } from "../../PageHead";

const places = [
  { href: "/account", word: "tabs.me" },
  { href: "/account/sessions", word: "tabs.sessions" },
  { href: "/account/tokens", word: "tabs.tokens" },
] as const;

export function AccountTabs() {
  const { t } = useTranslation("account");
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = places.find(({ href }) => href === path) ?? places[0];
  return (
    <>
      <PageHead title={t("title")} tabTitle={t(here.word)} />
      <LinkTabs label={t("title")} tabs={places.map(({ href, word }) => ({ href, name: t(word), current: href === here.href }))} />
    </>
  );
}
