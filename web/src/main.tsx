// Where the page begins: words, queries, router, then the first paint.
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./theme/index.css";
import { catchLostChunks } from "./app/newBuild";
import { makeQueries } from "./app/queries";
import { makeRouter } from "./app/router";
import { startServiceWorker } from "./app/serviceWorker";
import { startWords } from "./i18n";

const queries = makeQueries();
const router = makeRouter(queries);
const place = document.getElementById("app");
if (!place) throw new Error("index.html has no place for the application");

catchLostChunks();
void startWords().then(() => {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
  startServiceWorker();
});
