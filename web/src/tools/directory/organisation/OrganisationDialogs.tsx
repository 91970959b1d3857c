// Which window stands over an organisation: `?dialog=organisation:edit`.

import type { OrganisationCard } from "@/api/directory";

import { ChoosePersonDialog } from "./ChoosePersonDialog";
import { CloseDialog } from "./CloseDialog";
import { DomainsDialog } from "./DomainsDialog";
import { EditDialog } from "./EditDialog";
import { FunctionDialog } from "./FunctionDialog";
import { HolderDialog } from "./HolderDialog";

export function OrganisationDialogs({ about, organisation, onClose }: { about: string; organisation: OrganisationCard; onClose: () => void }) {
  const { functions } = organisation;
  const named = (prefix: string) => functions.find(({ id }) => about === `${prefix}-${id}`);
  const held = named("holder");
  const renamed = named("function");

  if (about === "edit") return <EditDialog organisation={organisation} onClose={onClose} />;
  if (about === "new") return <EditDialog parent={organisation} onClose={onClose} />;
  if (about === "close") return <CloseDialog organisation={organisation} onClose={onClose} />;
  if (about === "domains" && organisation.domains) return <DomainsDialog organisation={organisation} domains={organisation.domains} onClose={onClose} />;
  if (about === "head" || about === "correspondent") return <ChoosePersonDialog as={about} organisation={organisation} onClose={onClose} />;
  if (about === "function" || renamed) return <FunctionDialog organisation={organisation} existing={renamed} onClose={onClose} />;
  if (held) return <HolderDialog held={held} onClose={onClose} />;
  return null;
}
