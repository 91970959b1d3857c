// Codes as people read and type them: dash, case and spaces of no importance.

export const mailedLength = 8;
export const totpLength = 6;
/** Five groups of five: worth a passkey, so never typed by chance. */
export const recoveryLength = 25;

/** "abcd efgh" → "ABCD-EFGH", as the mail shows it. */
export function dashed(text: string, length = mailedLength, group = 4): string {
  const letters = text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "")
    .slice(0, length);
  return letters.match(new RegExp(`.{1,${group}}`, "g"))?.join("-") ?? "";
}

export function bare(code: string): string {
  return code.replaceAll("-", "");
}

/** Only the digits of what was typed or pasted: "123 456" → "123456". */
export function digits(text: string): string {
  return text.replaceAll(/\D/g, "").slice(0, totpLength);
}
