// Every ink must be readable on every ground it meets, in the four modes. Reads tokens.css as a browser would.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Rgb = [number, number, number];
type Mode = { theme: "light" | "dark"; contrast: boolean };

const css = readFileSync("src/theme/tokens.css", "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
const modes: Mode[] = [
  { theme: "light", contrast: false },
  { theme: "dark", contrast: false },
  { theme: "light", contrast: true },
  { theme: "dark", contrast: true },
];

const usual = tokensOf(/:root\s*\{([^}]*)\}/g);
const strong = tokensOf(/\[data-contrast="more"\]\s*\{([^}]*)\}/g);

const grounds = ["canvas", "sheet", "sheet-raised", "sheet-sunken"];
const marks = ["chat", "transfer", "meet", "webinar", "phone", "communities", "projects", "directory"];

/** [ink, grounds, least ratio] */
const pairs: [string, string[], number][] = [
  ...["ink", "ink-soft", "ink-faint", "accent"].map((ink): [string, string[], number] => [ink, [...grounds, "fill-hover", "fill-selected"], 4.5]),
  ["ink", ["fill", "fill-pressed", "accent-wash", "warm-wash", "ok-wash", "warn-wash", "danger-wash"], 4.5],
  ["ink-soft", ["fill"], 4.5],
  ["on-accent", ["accent-fill", "accent-fill-hover"], 4.5],
  ["accent", ["accent-wash"], 4.5],
  ["warm-ink", ["sheet", "warm-wash"], 4.5],
  ...["ok", "warn", "danger"].map((signal): [string, string[], number] => [signal, ["sheet", `${signal}-wash`], 4.5]),
  ["label-public", ["sheet"], 4.5],
  ["label-internal", ["label-internal-ground"], 4.5],
  ["label-sensitive", ["label-sensitive-ground"], 4.5],
  ["label-restricted", ["label-restricted-ground"], 4.5],
  ["line-control", ["sheet", "canvas"], 3],
  ["focus", ["sheet", "canvas"], 3],
  ...marks.map((tool): [string, string[], number] => [`tool-${tool}-1`, ["canvas", "sheet"], 3]),
];

describe.each(modes)("in $theme, more contrast: $contrast", (mode) => {
  it.each(pairs)("%s is readable on %j, at least %f", (ink, on, least) => {
    for (const ground of on) {
      const ratio = contrast(colour(ink, mode), colour(ground, mode));
      expect(ratio, `${ink} on ${ground}: ${ratio.toFixed(2)}`).toBeGreaterThanOrEqual(least);
    }
  });

  it("keeps the three inks well apart from the ground when more contrast is asked", () => {
    if (!mode.contrast) return;
    for (const ink of ["ink", "ink-soft", "ink-faint"]) expect(contrast(colour(ink, mode), colour("sheet", mode))).toBeGreaterThan(7);
  });
});

function tokensOf(blocks: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, block] of css.matchAll(blocks)) {
    for (const [, name, value] of (block ?? "").matchAll(/--([\w-]+)\s*:\s*([^;]+);/g)) if (name && value) found.set(name, value.trim());
  }
  return found;
}

function colour(name: string, mode: Mode): Rgb {
  const value = (mode.contrast ? strong.get(name) : undefined) ?? usual.get(name);
  if (!value) throw new Error(`no token --${name}`);
  return resolve(value, mode);
}

function resolve(value: string, mode: Mode): Rgb {
  const both = /^light-dark\((.+)\)$/.exec(value);
  if (both?.[1]) {
    const [light = "", dark = ""] = splitArguments(both[1]);
    return resolve(mode.theme === "light" ? light : dark, mode);
  }
  const reference = /^var\(--([\w-]+)/.exec(value);
  if (reference?.[1]) return colour(reference[1], mode);
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(value);
  if (short) return short.slice(1, 4).map((digit) => Number.parseInt(digit + digit, 16)) as Rgb;
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(value);
  if (hex) return hex.slice(1, 4).map((pair) => Number.parseInt(pair, 16)) as Rgb;
  throw new Error(`cannot read the colour ${value}`);
}

function splitArguments(text: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const letter of text) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  const [r, g, b] = [red, green, blue].map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
