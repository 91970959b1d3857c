// Finds people of the sample State by the beginnings of words, with or without accents.
import type { SamplePerson } from "@/api/types";

export function findPeople(persons: readonly SamplePerson[], written: string): SamplePerson[] {
  const sought = wordsOf(written);
  return persons.filter((person) => {
    const words = wordsOf([person.name, person.title, person.unit, person.organisation?.name, person.organisation?.acronym, person.address].filter(Boolean).join(" "));
    return sought.every((start) => words.some((word) => word.startsWith(start)));
  });
}

function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().replaceAll("œ", "oe").normalize("NFD").replaceAll(/\p{M}/gu, "");
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
