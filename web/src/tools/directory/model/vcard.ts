// A person's card as a file that telephones and mail programs read (RFC 6350).

import type { PersonCard } from "@/api/directory";

export function vcard(person: PersonCard): string {
  const [first = "", ...rest] = person.name.split(" ");
  const units = [...person.path.map(({ name }) => name), ...(person.unit ? [person.unit] : [])];
  const lines = [
    "BEGIN:VCARD",
    "VERSION:4.0",
    `UID:urn:uuid:${person.id}`,
    `FN:${escape(person.name)}`,
    `N:${escape(rest.join(" "))};${escape(first)};;;`,
    ...(units.length > 0 ? [`ORG:${units.map(escape).join(";")}`] : []),
    ...(person.title ? [`TITLE:${escape(person.title)}`] : []),
    ...(person.addresses ?? []).map((address) => `EMAIL;TYPE=work:${escape(address)}`),
    ...(person.telephones ?? []).map(({ kind, number }) => `TEL;VALUE=uri;TYPE=${kind === "mobile" ? "cell" : "work"}:tel:${digits(number)}`),
    ...(person.place?.address ? [`ADR;TYPE=work:;;${escape(person.place.address)};;;;`] : []),
    ...(person.languages ?? []).map((language) => `LANG:${escape(language)}`),
    "END:VCARD",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** What a telephone dials: digits, and the sign of a country. */
export function digits(number: string): string {
  return number.replaceAll(/[^\d+]/gu, "");
}

function escape(text: string): string {
  return text.replaceAll(/[\\;,]/gu, (sign) => `\\${sign}`).replaceAll(/\r?\n/gu, String.raw`\n`);
}

/** Lines of 75 octets at most, cut between letters. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = "";
  let octets = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (octets + size > 75) {
      out += "\r\n ";
      octets = 1;
    }
    out += letter;
    octets += size;
  }
  return out;
}
