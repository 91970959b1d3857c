// A table as a file a spreadsheet opens, and nothing it would run.

/** `separator` is what the spreadsheets of the language expect: a semicolon where the comma marks decimals. */
export function csv(rows: readonly (readonly (string | number)[])[], separator: ";" | ","): string {
  const lines = rows.map((row) => row.map((value) => field(value, separator)).join(separator));
  // With this mark at its head, spreadsheets read the accents right.
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function field(value: string | number, separator: string): string {
  if (typeof value === "number") return String(value);
  // A name such as "=HYPERLINK(…)" must stay text: a leading apostrophe says so to every spreadsheet.
  const safe = /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value;
  const quoted = safe.includes(separator) || /["\r\n,;\t]/u.test(safe);
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}
