import { describe, expect, it } from "vitest";
import type { PersonCard } from "@/api/directory";
import { digits, vcard } from "./vcard";

const person = {
  id: "0b8f1c52-6a7e-4c44-9a57-2d2a4c6a7e11",
  name: "Yann Le Goff",
  title: "Chef du projet guichet, adjoint",
  path: [{ id: "a", name: "Ministère; essai" }, { id: "b", name: "Direction du numérique" }],
  unit: "Bureau des services",
  addresses: ["yann.le-goff@ecologie.exemple.fr"],
  telephones: [{ kind: "mobile", number: "06 99 00 41 17" }],
  place: { address: "1 rue de l’Île\n35000 Rennes" },
} as unknown as PersonCard;

describe("a card as a file", () => {
  const lines = vcard(person).replaceAll("\r\n ", "").split("\r\n");

  it("says who, where and how, with signs escaped", () => {
    expect(lines).toContain("FN:Yann Le Goff");
    expect(lines).toContain("N:Le Goff;Yann;;;");
    expect(lines).toContain(String.raw`ORG:Ministère\; essai;Direction du numérique;Bureau des services`);
    expect(lines).toContain(String.raw`TITLE:Chef du projet guichet\, adjoint`);
    expect(lines).toContain("TEL;VALUE=uri;TYPE=cell:tel:0699004117");
    expect(lines).toContain(String.raw`ADR;TYPE=work:;;1 rue de l’Île\n35000 Rennes;;;;`);
  });

  it("has no line over 75 octets", () => {
    for (const line of vcard({ ...person, title: "é".repeat(200) }).split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  });

  it("dials digits only", () => expect(digits("+33 (0)2 99.00")).toBe("+33029900"));
});
