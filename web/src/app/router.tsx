// The addresses of the application: pages of the house, and those tools registered.
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, notFound, redirect, type AnyRoute } from "@tanstack/react-router";
import { whenSignedOut } from "@/api/client";
import { houseQuery, meQuery } from "@/api/queries";
import { EitherFrame, OpenFrame, Root } from "./frames";
import { NotFound, Trouble } from "./endings";
import { managedPlace } from "./pages/account/managed";
import { isOpenIn, tools, type Page, type ToolRegistration } from "./registry";
import { Shell } from "./Shell";

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Root,
  loader: ({ context }) => context.queries.ensureQueryData(houseQuery),
  notFoundComponent: NotFound,
  errorComponent: Trouble,
});

const shell = createRoute({
  id: "shell",
  getParentRoute: () => root,
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
  },
});

const open = createRoute({ id: "open", getParentRoute: () => root, component: OpenFrame });

/** Framed for a signed-in person, bare for anyone else. */
const either = createRoute({
  id: "either",
  getParentRoute: () => root,
  component: EitherFrame,
  beforeLoad: ({ context }) => context.queries.ensureQueryData(meQuery).then(() => undefined),
});

const housePages = [
  page(shell, { path: "/", load: () => import("./pages/home/HomePage") }),
  page(shell, { path: "/account", leads: managedPlace, load: () => import("./pages/account/AccountPage") }),
  page(shell, { path: "/account/security", load: () => import("./pages/account/security/SecurityPage") }),
  page(shell, { path: "/account/sessions", load: () => import("./pages/account/devices/SessionsPage") }),
  page(shell, { path: "/account/tokens", load: () => import("./pages/account/tokens/TokensPage") }),
  page(shell, { path: "/account/guests", load: () => import("./pages/account/guests/GuestsPage") }),
  page(shell, { path: "/admin", redirect: "/admin/journal" }),
  page(shell, { path: "/admin/journal", load: () => import("./pages/admin/JournalPage") }),
  page(shell, { path: "/admin/invitations", load: () => import("./pages/admin/invitations/InvitationsPage") }),
  page(shell, { path: "/admin/accounts", load: () => import("./pages/admin/accounts/AccountsPage") }),
  page(shell, { path: "/admin/accounts/$id", load: () => import("./pages/admin/accounts/AccountPage") }),
  page(shell, { path: "/admin/jobs", load: () => import("./pages/admin/JobsPage") }),
  page(shell, { path: "/admin/providers", load: () => import("./pages/admin/providers/ProvidersPage") }),
  page(shell, { path: "/admin/providers/new", load: () => import("./pages/admin/providers/NewProviderPage") }),
  page(shell, { path: "/admin/providers/$id", load: () => import("./pages/admin/providers/ProviderPage") }),
  page(shell, { path: "/admin/applications", load: () => import("./pages/admin/applications/ClientsPage") }),
  page(shell, { path: "/admin/applications/new", load: () => import("./pages/admin/applications/NewClientPage") }),
  page(shell, { path: "/admin/applications/$id", load: () => import("./pages/admin/applications/ClientPage") }),
  page(shell, { path: "/admin/transfers", load: () => import("./pages/admin/transfers/TransfersPage") }),
];
const outbox = page(either, { path: "/outbox", load: () => import("./pages/outbox/OutboxPage") });
// An address that leads nowhere still stands in its frame.
const nowhere = createRoute({ path: "$", getParentRoute: () => either, component: NotFound });
const signIn = page(open, { path: "/sign-in", load: () => import("./pages/sign-in/SignInPage") });
// Asked by applications, with or without somebody signed in.
const threshold = [
  page(open, { path: "/sign-in/arrival", load: () => import("./pages/arrival/ArrivalPage") }),
  page(open, { path: "/connect/problem", load: () => import("./pages/connect/ConnectProblemPage") }),
  page(open, { path: "/connect/$request", load: () => import("./pages/connect/ConnectPage") }),
  page(open, { path: "/device", load: () => import("./pages/device/DevicePage") }),
  page(open, { path: "/sign-out", load: () => import("./pages/sign-out/SignOutPage") }),
];
const invitation = page(open, { path: "/invitation/$key", load: () => import("./pages/invitation/InvitationPage") });
const kit = page(open, { path: "/kit", load: () => import("./pages/kit/KitPage") });

const toolPages = tools.flatMap((tool) => tool.pages.map((one) => ({ tool, page: one })));
const framedToolPages = toolPages.filter(({ page }) => page.place !== "open").map(({ tool, page: one }) => page(shell, one, tool));
const openToolPages = toolPages.filter(({ page }) => page.place === "open").map(({ tool, page: one }) => page(open, one, tool));

const tree = root.addChildren([
  shell.addChildren([...housePages, ...framedToolPages]),
  either.addChildren([outbox, nowhere]),
  open.addChildren([signIn, invitation, ...threshold, kit, ...openToolPages]),
]);

export function makeRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: false,
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    defaultErrorComponent: Trouble,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });

  whenSignedOut(() => {
    const { pathname, href } = router.state.location;
    if (pathname === "/sign-in") return;
    queries.setQueryData(meQuery.queryKey, null);
    void router.navigate({ to: "/sign-in", search: { next: href }, replace: true });
  });
  return router;
}

function page(parent: AnyRoute, one: Page, tool?: ToolRegistration): AnyRoute {
  return createRoute({
    path: one.path,
    getParentRoute: () => parent,
    component: one.load && lazyRouteComponent(one.load),
    beforeLoad: async ({ context, search }) => {
      if (one.redirect) throw redirect({ to: one.redirect, replace: true });
      const place = one.leads?.(search as Record<string, unknown>);
      if (place) throw redirect({ to: place.to, search: place.search as never, replace: true });
      if (!tool) return;
      const house = await (context as Context).queries.ensureQueryData(houseQuery);
      // A tool this house has not opened has no addresses.
      if (!isOpenIn(house, tool)) throw notFound();
    },
  }) as unknown as AnyRoute;
}
