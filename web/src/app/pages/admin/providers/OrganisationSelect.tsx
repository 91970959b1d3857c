// The organisation people of a provider belong to when it says nothing better.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Select } from "@/ui";

const none = "none";

export function OrganisationSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation("connections");
  const found = useQuery({ queryKey: ["directory", "organisation"], queryFn: () => take(api.GET("/api/directory/organisations")), staleTime: 60_000 });
  const all = found.data?.organisations ?? [];
  return (
    <Select
      label={t("providers.organisation")}
      help={t("providers.organisationHelp")}
      value={value ?? none}
      onChange={(id) => onChange(id === none ? null : id)}
      choices={[{ id: none, name: t("providers.noOrganisation") }, ...all.map(({ id, name }) => ({ id: id as string, name }))]}
    />
  );
}
