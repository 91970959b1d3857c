import { describe, expect, it } from "vitest";
import type { PersonCard, Profile, Visibility } from "@/api/directory";
import { bodyOf, fieldsOf, guarded, seenFrom, visibilityOf } from "./fields";

const profile = {
  title: "Cheffe",
  place: { site: "Rennes", office: "14.07" },
  telephones: [{ kind: "desk", number: "02 99 00 41 17" }],
  skills: ["RGAA"],
  photo: true,
  visibility: { telephones: "unit", place: "nobody", photo: "ministry" },
} as unknown as Profile;

describe("a profile", () => {
  it("shows what is not guarded to everyone", () => expect(visibilityOf(profile)).toMatchObject({ skills: "everyone", absence: "everyone", telephones: "unit" }));

  it("is seen less from further away", () => {
    const seen = (distance: "everyone" | "ministry" | "unit") => {
      const { telephones, place, photo, skills } = seenFrom(distance, profile as unknown as PersonCard, visibilityOf(profile));
      return [telephones?.length, Boolean(place), photo, skills?.length];
    };
    expect(seen("everyone")).toEqual([0, false, false, 1]);
    expect(seen("ministry")).toEqual([0, false, true, 1]);
    expect(seen("unit")).toEqual([1, false, true, 1]);
  });

  it("hides whatever may be hidden, and no absence is told by a presence", () => {
    const card = { ...profile, addresses: ["a@exemple.fr"], languages: ["fr"], about: "Guichet", civility: "Mme", presence: "away", absence: { today: true }, groups: [{ id: "g", name: "Équipe" }] } as unknown as PersonCard;
    const hidden = Object.fromEntries(guarded.map((field) => [field, "nobody"])) as unknown as Visibility;
    const { telephones, addresses, place, skills, languages, about, civility, photo, presence, absence, groups } = seenFrom("unit", card, hidden);
    expect({ telephones, addresses, place, skills, languages, about, civility, photo, presence, absence, groups }).toEqual({ telephones: [], addresses: [], place: null, skills: [], languages: [], about: null, civility: null, photo: false, presence: null, absence: null, groups: [] });
    expect(seenFrom("everyone", card, { ...visibilityOf(profile), absence: "ministry" }).presence).toBeNull();
    expect(seenFrom("ministry", card, { ...visibilityOf(profile), absence: "ministry" }).presence).toBe("away");
  });

  it("says nothing of a line left blank", () => {
    const fields = { ...fieldsOf(profile), address: "  ", telephones: [{ kind: "desk" as const, number: " " }] };
    expect(bodyOf(fields)).toMatchObject({ place: { site: "Rennes", office: "14.07", address: null }, telephones: [], title: "Cheffe" });
  });
});
