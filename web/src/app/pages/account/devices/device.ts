// Reads a browser's own presentation, enough for a person to recognise their device.

export interface Device {
  browser: string;
  system: string;
  small: boolean;
}

// Order matters: Edge says it is Chrome, Chrome says it is Safari.
const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/curl\//, "curl"],
];
const systems: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

export function deviceOf(userAgent: string): Device {
  const named = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent))?.[1] ?? "";
  return { browser: named(browsers), system: named(systems), small: /iPhone|Android.*Mobile/.test(userAgent) };
}
