// Journeys in a real browser, against the real program started by somebody else at SACADOS_URL.
import { defineConfig } from "@playwright/test";

const url = process.env["SACADOS_URL"];
if (!url) throw new Error("SACADOS_URL must say where a Sacados in sample mode listens");

export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  // One at a time: journeys share one house, and read its mails.
  workers: 1,
  // A machine that does other things besides can be late once; what needs its second chance is printed as flaky.
  retries: process.env["CI"] ? 1 : 0,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    baseURL: url,
    actionTimeout: 7_000,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    viewport: { width: 1366, height: 768 },
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["SACADOS_CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
