// The annuaire: what it shows the shell. Every house has it.

import { defineTool } from "@/app/registry";

const place = () => import("./pages/PlacePage");
const groups = () => import("./pages/GroupsPage");

export default defineTool({
  name: "directory",
  start: "/directory",
  everywhere: true,
  agentsOnly: true,
  pages: [
    { path: "/directory", load: place },
    { path: "/directory/people/$id", load: place },
    { path: "/directory/organisations/$id", load: place },
    { path: "/directory/chart", load: place },
    { path: "/directory/me", load: () => import("./pages/ProfilePage") },
    { path: "/directory/groups", load: groups },
    { path: "/directory/groups/$id", load: groups },
    { path: "/directory/imports", load: () => import("./pages/ImportsPage") },
    { path: "/directory/mine", load: () => import("./pages/MySuggestionsPage") },
    { path: "/directory/suggestions", load: () => import("./pages/SuggestionsPage") },
    { path: "/directory/alerts", load: () => import("./pages/AlertsPage") },
  ],
  // A card tells of people, of their place and of their groups: any of these facts may change it.
  staleAfter: ({ thing }) => [["directory", thing?.kind ?? ""], ["directory", "person"], ["directory", "organisation"]],
});
