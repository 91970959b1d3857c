// What surrounds every page: the kit's navigation, short messages, news of the network and of a newer build.
import { Outlet, useRouter } from "@tanstack/react-router";
import { CloudOff, RefreshCw } from "lucide-react";
import { Suspense, useEffect, useMemo, useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button, NavigationProvider, Notice, Toasts } from "@/ui";
import { Confirming } from "./confirm/Confirming";
import { useNewBuild } from "./newBuild";
import { fetchNewestWorker, reloadIntoNewBuild } from "./serviceWorker";
import { useMaybeMe } from "./session";
import { Shell } from "./Shell";

export function Root() {
  const router = useRouter();
  const { i18n } = useTranslation();
  const navigation = useMemo(
    () => ({
      go: (href: string) => void router.navigate({ href }),
      warm: (href: string) => void router.preloadRoute({ to: href }).catch(() => undefined),
    }),
    [router],
  );

  return (
    <I18nProvider locale={i18n.language === "en" ? "en-US" : "fr-FR"}>
      <NavigationProvider value={navigation}>
        <Suspense>
          <Outlet />
          <Confirming />
          <News />
          <Toasts />
        </Suspense>
      </NavigationProvider>
    </I18nProvider>
  );
}

export function OpenFrame() {
  return <Outlet />;
}

export function EitherFrame() {
  return useMaybeMe() ? <Shell /> : <OpenFrame />;
}

function News() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const newBuild = useNewBuild();

  useEffect(() => {
    if (newBuild) void fetchNewestWorker();
  }, [newBuild]);

  if (online && !newBuild) return null;
  return (
    <aside className="news" aria-label={t("news.name")} aria-live="polite">
      {!online && (
        <Notice kind="warn" icon={CloudOff}>
          {t("news.offline")}
        </Notice>
      )}
      {newBuild && (
        <Notice
          icon={RefreshCw}
          end={
            <Button size="s" onPress={() => void reloadIntoNewBuild()}>
              {t("news.reload")}
            </Button>
          }
        >
          {t("news.newBuild")}
        </Notice>
      )}
    </aside>
  );
}

function watchNetwork(watcher: () => void): () => void {
  window.addEventListener("online", watcher);
  window.addEventListener("offline", watcher);
  return () => {
    window.removeEventListener("online", watcher);
    window.removeEventListener("offline", watcher);
  };
}
