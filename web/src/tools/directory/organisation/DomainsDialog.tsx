// The e-mail domains of an organisation, those of its agents and those of its contractors, one per line.

import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "@/api/client";
import type { OrganisationCard, OwnDomain } from "@/api/directory";
import { Dialog, showToast, TextArea } from "@/ui";

import { DialogEnd } from "../parts/DialogEnd";
import { useDeed } from "../parts/useDeed";

type Population = OwnDomain["population"];

export interface DomainsDialogProps {
  organisation: OrganisationCard;
  domains: readonly OwnDomain[];
  onClose: () => void;
}

export function DomainsDialog({ organisation, domains, onClose }: DomainsDialogProps) {
  const { t } = useTranslation("directory");
  const [agents, setAgents] = useState(() => written(domains, "agent"));
  const [contractors, setContractors] = useState(() => written(domains, "contractor"));
  const save = useDeed(
    () =>
      take(
        api.PUT("/api/directory/organisations/{id}/domains", {
          params: { path: { id: organisation.id } },
          body: { domains: [...read(agents, "agent"), ...read(contractors, "contractor")] },
        }),
      ),
    () => {
      showToast({ icon: Check, text: t("domains.saved", { name: organisation.name }) });
      onClose();
    },
  );

  return (
    <Dialog open title={t("domains.editTitle", { name: organisation.name })} onClose={onClose} footer={<DialogEnd deed={t("save")} busy={save.isPending} onDo={() => save.mutate()} onClose={onClose} />}>
      <p className="soft">{t("domains.text")}</p>
      <TextArea label={t("domains.agent")} help={t("domains.help")} optional rows={4} value={agents} onChange={setAgents} />
      <TextArea label={t("domains.contractor")} help={t("domains.help")} optional rows={2} value={contractors} onChange={setContractors} />
      {save.refusal}
    </Dialog>
  );
}

function written(domains: readonly OwnDomain[], population: Population): string {
  return domains
    .filter((own) => own.population === population)
    .map(({ domain }) => domain)
    .join("\n");
}

function read(text: string, population: Population): OwnDomain[] {
  return text
    .split(/[\s,;]+/u)
    .filter((domain) => domain !== "")
    .map((domain) => ({ domain, population }));
}
