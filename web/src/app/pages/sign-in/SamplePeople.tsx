// A house of example: one presses a person and becomes that person.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { SamplePerson } from "@/api/types";
import { Badge, Icon, Notice, PersonLine, SkeletonRows, TextField } from "@/ui";
import { useSay } from "../../say";
import { findPeople } from "./findPeople";
import { useSignIn } from "./useSignIn";

export function SamplePeople() {
  const { t } = useTranslation("sign-in");
  const say = useSay();
  const door = useSignIn();
  const be = useMutation({
    mutationFn: (person: string) => take(api.POST("/api/identity/sample/sessions", { body: { person } })),
    onSuccess: (me) => door.letIn(me),
  });
  const people = useQuery({
    queryKey: ["identity", "sample"],
    queryFn: () => take(api.GET("/api/identity/sample/persons")),
    staleTime: Infinity,
  });
  const [written, setWritten] = useState("");
  const found = findPeople(people.data?.persons ?? [], written);

  return (
    <section className="sample" aria-labelledby="sample">
      <header>
        <h2 className="title-3" id="sample">
          {t("sample.title")}
        </h2>
        <p className="meta">{t("sample.lede")}</p>
        <TextField
          hideLabel
          label={t("sample.find")}
          placeholder={t("sample.findHint")}
          type="search"
          autoComplete="off"
          value={written}
          onChange={setWritten}
          end={<Icon of={Search} size="s" />}
        />
        <span className="heard" role="status">
          {written && people.data && t("sample.found", { count: found.length })}
        </span>
      </header>
      {/* A region that scrolls must be reachable by keyboard: its buttons are. */}
      <div className="people">
        {people.isPending && <SkeletonRows rows={4} />}
        {(people.error ?? be.error) && <Notice kind="danger">{say(people.error ?? be.error)}</Notice>}
        {people.data && found.length === 0 && <p className="soft nobody">{t("sample.nobody")}</p>}
        {byOrganisation(found).map(([organisation, persons]) => (
          <div key={organisation}>
            <h3 className="group">{organisation || t("sample.outside")}</h3>
            <ul className="rows">
              {persons.map((person) => (
                <li key={person.id}>
                  <button type="button" className="row" disabled={be.isPending} onClick={() => be.mutate(person.id)}>
                    <PersonLine
                      avatar={{ name: person.name, initials: person.initials, kind: person.population === "external" ? "external" : "agent" }}
                      badge={person.population === "external" && <Badge kind="external">{t("sample.external")}</Badge>}
                      detail={[person.title, person.unit].filter(Boolean).join(" · ") || person.address}
                    />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

/** Agents by organisation, in the server's order; people from outside last. */
function byOrganisation(persons: readonly SamplePerson[]): [string, SamplePerson[]][] {
  const groups = new Map<string, SamplePerson[]>();
  const agents = persons.filter((person) => person.organisation);
  for (const person of [...agents, ...persons.filter((person) => !person.organisation)]) {
    const name = person.organisation?.name ?? "";
    groups.set(name, [...(groups.get(name) ?? []), person]);
  }
  return [...groups];
}
