// @vitest-environment node
import { expect, it } from "vitest";
import { crossing } from "./borders.ts";

it.each([
  ["tools/transfer/index.ts", "tools/transfer/pages/BoxPage", false],
  ["tools/transfer/index.ts", "tools/chat/index", true],
  ["tools/transfer/index.ts", "app/registry", false],
  ["app/Shell.tsx", "tools/transfer/index", true],
  ["app/Shell.tsx", "ui/index", false],
  ["ui/Button.tsx", "app/session", true],
  ["ui/Button.tsx", "ui/Icon", false],
  ["api/client.ts", "i18n/index", true],
])("%s → %s is a crossing: %s", (from, to, is) => expect(crossing(from, to) !== null).toBe(is));
