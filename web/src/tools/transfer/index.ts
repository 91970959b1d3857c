// France transfert: what this tool shows the shell.

import { defineTool } from "@/app/registry";

const box = () => import("./pages/BoxPage");

export default defineTool({
  name: "transfer",
  start: "/transfer",
  pages: [
    { path: "/transfer", redirect: "/transfer/sent" },
    { path: "/transfer/sent", load: box },
    { path: "/transfer/received", load: box },
    { path: "/transfer/drafts", load: box },
    { path: "/transfer/ended", load: box },
    { path: "/transfer/new", load: () => import("./pages/NewPage") },
    { path: "/transfer/parcels/$id", load: box },
    { path: "/transfer/parcels/$id/edit", load: () => import("./pages/EditPage") },
    { path: "/r/$key", load: () => import("./pages/ReceivePage"), place: "open" },
  ],
  count: () => import("./home/Fresh"),
  home: {
    waiting: () => import("./home/Waiting"),
    recent: () => import("./home/Recent"),
    firstGesture: { words: "transfer", title: "first.title", text: "first.text", deed: "compose.new", href: "/transfer/new" },
  },
});
