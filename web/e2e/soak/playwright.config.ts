// Journeys too long for every change: `make soak` makes them, on programs that they start themselves.

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.soak.ts",
  // Gone with the next journey of any kind, and never committed.
  outputDir: "../../test-results/soak",
  workers: 1,
  timeout: 3 * 3600_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    acceptDownloads: true,
    // A test of hours must not wait hours for a button that is not there.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    // A page that scrolls by for an hour is too much to keep.
    trace: "off",
    // Debian's: nothing is downloaded for the tests.
    launchOptions: { executablePath: process.env["SACADOS_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
});
