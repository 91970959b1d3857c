// Tests speak French, with the true words.
import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";

// Tests of scripts run without a page.
const page = typeof document !== "undefined";

beforeAll(async () => {
  if (!page) return;
  const { startWords, words } = await import("@/i18n");
  localStorage.setItem("sacados.language", "fr");
  if (!words.isInitialized) await startWords();
});

afterEach(() => {
  if (page) cleanup();
});
