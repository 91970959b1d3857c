// Makes a key: a name, what it opens, for how long. Shown once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { TokenMade } from "@/api/types";
import { Button, Checkbox, Dialog, Notice, Select, TextField } from "@/ui";
import { useBrand } from "../../brands";
import { useSay } from "../../say";
import { useHouse } from "../../session";
import { tokensKey } from "./keys";

const lives = ["7", "30", "90", "365"] as const;

export function NewTokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("account");
  const [made, setMade] = useState<TokenMade | null>(null);

  function close() {
    onClose();
    setMade(null);
  }

  return (
    <Dialog open={open} onClose={close} required={made !== null} title={t(made ? "tokens.madeTitle" : "tokens.newTitle")}>
      {made ? <Secret token={made.token} onDone={close} /> : <TokenForm onMade={setMade} onCancel={close} />}
    </Dialog>
  );
}

function TokenForm({ onMade, onCancel }: { onMade: (token: TokenMade) => void; onCancel: () => void }) {
  const { t } = useTranslation("account");
  const say = useSay();
  const brand = useBrand();
  const queries = useQueryClient();
  const tools = useHouse().tools.map(({ name }) => name);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(tools.length === 1 ? tools : []);
  const [days, setDays] = useState<(typeof lives)[number]>("30");
  const [tried, setTried] = useState(false);

  const make = useMutation({
    mutationFn: () => take(api.POST("/api/identity/tokens", { body: { name: name.trim(), scopes, days: Number(days) } })),
    onSuccess: async (token) => {
      onMade(token);
      await queries.invalidateQueries({ queryKey: tokensKey });
    },
  });

  function go(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() && scopes.length > 0) make.mutate();
  }

  return (
    <form className="flow g4" onSubmit={go}>
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
      {make.error && <Notice kind="danger" alert>{say(make.error)}</Notice>}
      <footer>
        <Button kind="plain" onPress={onCancel}>
          {t("tokens.cancel")}
        </Button>
        <Button type="submit" kind="main" busy={make.isPending}>
          {t("tokens.make")}
        </Button>
      </footer>
    </form>
  );
}

function Secret({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation("account");
  const [copied, setCopied] = useState(false);
  return (
    <div className="made">
      <Notice kind="warm">{t("tokens.once")}</Notice>
      <div className="secret">
        <code>{token}</code>
        <Button size="s" icon={copied ? Check : Copy} onPress={() => void navigator.clipboard.writeText(token).then(() => setCopied(true))}>
          {t(copied ? "tokens.copied" : "tokens.copy")}
        </Button>
      </div>
      <footer>
        <Button kind="main" onPress={onDone}>
          {t("tokens.done")}
        </Button>
      </footer>
    </div>
  );
}
