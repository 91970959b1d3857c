// Makes a token: of which kind, a name, what it opens, for how long. Shown once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { TokenKind } from "@/api/types";
import { Button, Checkbox, Dialog, RadioGroup, Select, TextField } from "@/ui";
import { useBrand } from "../../../brands";
import { useHouse } from "../../../session";
import { tokensKey } from "../keys";
import { DialogForm } from "../parts/DialogForm";
import { TokenSecret } from "./TokenSecret";

const lives = ["7", "30", "90", "365"] as const;
const kinds: TokenKind[] = ["token", "application_password"];

export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("account");
  const brand = useBrand();
  const queries = useQueryClient();
  const tools = useHouse().tools.map(({ name }) => name);
  const [kind, setKind] = useState<TokenKind>("token");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(tools.length === 1 ? tools : []);
  const [days, setDays] = useState<(typeof lives)[number]>("30");
  const [tried, setTried] = useState(false);

  const make = useMutation({
    mutationFn: () => take(api.POST("/api/identity/tokens", { body: { name: name.trim(), scopes, days: Number(days), kind } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensKey }),
  });

  const made = make.data;

  function go() {
    setTried(true);
    if (name.trim() && scopes.length > 0) make.mutate();
  }

  return (
    <Dialog open required={made !== undefined} title={t(made ? `tokens.madeTitle.${kind}` : "tokens.newTitle")} onClose={onClose}>
      {made ? (
        <>
          <TokenSecret kind={kind} secret={made.token} scope={scopes[0] ?? ""} />
          <footer>
            <Button kind="main" onPress={onClose}>
              {t("tokens.done")}
            </Button>
          </footer>
        </>
      ) : (
        <DialogForm deed={t("tokens.make")} busy={make.isPending} error={make.error} onGo={go} onClose={onClose}>
          <RadioGroup
            label={t("tokens.kind")}
            value={kind}
            onChange={setKind}
            choices={kinds.map((id) => ({ id, name: t(`tokens.kinds.${id}`), description: t(`tokens.kindTexts.${id}`) }))}
          />
          <TextField autoFocus label={t("tokens.name")} help={t("tokens.nameHelp")} name="token-name" value={name} onChange={setName} error={tried && !name.trim() ? t("tokens.noName") : null} />
          <fieldset className="field">
            <legend>{t("tokens.scopes")}</legend>
            {tools.map((tool) => (
              <Checkbox key={tool} checked={scopes.includes(tool)} onChange={(on) => setScopes(on ? [...scopes, tool] : scopes.filter((one) => one !== tool))}>
                {brand(tool).name}
              </Checkbox>
            ))}
            {tried && scopes.length === 0 && <span className="error">{t("tokens.noScope")}</span>}
          </fieldset>
          <Select label={t("tokens.life")} value={days} onChange={setDays} choices={lives.map((id) => ({ id, name: t(`tokens.lives.${id}`) }))} />
        </DialogForm>
      )}
    </Dialog>
  );
}
