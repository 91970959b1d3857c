import { expect, it } from "vitest";

import { spokenDuration } from "./duration";

it.each([
  [0.2, "1 s"],
  [6, "6 s"],
  [17, "15 s"],
  [58, "1 min"],
  [170, "3 min"],
  [3600, "1 h"],
  [4800, "1 h 20"],
  [3900, "1 h 05"],
])("says %d seconds as %s", (seconds, spoken) => {
  expect(spokenDuration(seconds).replaceAll("\u00a0", " ")).toBe(spoken);
});
