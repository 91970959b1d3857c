// How the single page is built: hashed files the server embeds, one manifest it can read, nonces it fills in.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { shellFiles } from "./scripts/manifest.ts";

const server = process.env["SACADOS_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [
    react(),
    // Our two languages only: React Aria carries some thirty.
    { ...optimizeLocales.vite({ locales: ["fr-FR", "en-US"] }), enforce: "pre" },
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "service-worker.ts",
      injectRegister: null,
      manifest: false,
      injectManifest: {
        // Fonts and icons by name; scripts and styles of the shell are chosen from the build's own manifest below.
        globPatterns: ["assets/**/*.{js,css,woff2}", "offline.{html,css}", "icons/*.svg"],
        manifestTransforms: [
          (entries) => {
            const shell = shellFiles(readFileSync("dist/.vite/manifest.json", "utf8"));
            const kept = entries.filter(({ url }) => !url.startsWith("assets/") || shell.has(url));
            return { manifest: kept, warnings: [] };
          },
        ],
      },
    }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    manifest: true,
    // The browsers the kit is written for; lower targets would rewrite light-dark() and cascade layers.
    target: ["chrome123", "firefox128", "safari17.5"],
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/tus", "/problems", "/r-files", "/livez", "/readyz"].map((prefix) => [prefix, { target: server, changeOrigin: false }]),
    ),
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
  },
});
