import { expect, it } from "vitest";
import type { SamplePerson } from "@/api/types";
import { findPeople } from "./findPeople";

const people = [
  { id: "1", name: "Mathilde Œuvrard", initials: "MŒ", address: "mathilde.oeuvrard@ecologie.exemple.fr", population: "agent", title: "Cheffe de projet", unit: "Bureau des achats" },
  { id: "2", name: "Hélène Marchetti", initials: "HM", address: "helene.marchetti@ecologie.exemple.fr", population: "agent", title: "Architecte", unit: null, organisation: { id: "o", name: "Direction du numérique", acronym: "DNum" } },
] as SamplePerson[];

const found = (written: string) => findPeople(people, written).map(({ id }) => id);

it("keeps everybody while nothing is written", () => {
  expect(found(" ")).toEqual(["1", "2"]);
});

it("finds without accents, by several beginnings, in any order", () => {
  expect(found("helene")).toEqual(["2"]);
  expect(found("OEUV")).toEqual(["1"]);
  expect(found("march dnum")).toEqual(["2"]);
  expect(found("achats mathilde")).toEqual(["1"]);
});

it("asks for every word", () => {
  expect(found("helene achats")).toEqual([]);
});
