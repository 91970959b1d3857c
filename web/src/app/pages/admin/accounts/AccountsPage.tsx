// Looks for an account by name or address. What was looked for is in the address of the page: going back finds it again.
import { useQuery } from "@tanstack/react-query";
import { Search, UserRoundX, UsersRound } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { AccountLine } from "@/api/types";
import { Avatar, Badge, Button, EmptyState, ListRow, Rows, SkeletonRows, TextField } from "@/ui";
import { useSearchParam } from "../../../address";
import { PageHead } from "../../../PageHead";
import { TroubleState } from "../../../TroubleState";
import { accountsHref, accountsKey } from "./keys";
import "./accounts.css";

/** Fewer letters would find half the house. */
const leastTyped = 2;

export default function AccountsPage() {
  const { t } = useTranslation("accounts");
  const [asked, ask] = useSearchParam("q");
  const [typed, setTyped] = useState(asked ?? "");
  const found = useQuery({
    queryKey: [...accountsKey, "found", asked],
    queryFn: () => take(api.GET("/api/identity/accounts", { params: { query: { q: asked ?? "" } } })),
    enabled: (asked?.length ?? 0) >= leastTyped,
  });
  const accounts = found.data?.accounts;

  function look(event: FormEvent) {
    event.preventDefault();
    const text = typed.trim();
    if (text.length >= leastTyped) ask(text);
  }

  return (
    <>
      <PageHead title={t("title")} />
      <div className="body accounts">
        <p className="lede soft">{t("lede")}</p>
        <form role="search" className="accounts-search" onSubmit={look}>
          <TextField
            name="account"
            type="search"
            autoComplete="off"
            label={t("typed")}
            help={t("typedHelp")}
            value={typed}
            onChange={setTyped}
            inputProps={{ spellCheck: false, autoCapitalize: "none" }}
          />
          <Button type="submit" kind="main" icon={Search} busy={found.isFetching}>
            {t("look")}
          </Button>
        </form>
        {found.isLoading && <SkeletonRows rows={3} />}
        {found.error && <TroubleState error={found.error} onRetry={() => void found.refetch()} />}
        {!asked && (
          <EmptyState icon={UsersRound} title={t("waiting")}>
            {t("waitingText")}
          </EmptyState>
        )}
        {accounts?.length === 0 && (
          <EmptyState icon={UserRoundX} title={t("nobody", { typed: asked })}>
            {t("nobodyText")}
          </EmptyState>
        )}
        {accounts && accounts.length > 0 && (
          <Rows label={t("found", { count: accounts.length })}>
            {accounts.map((account) => (
              <Row key={account.id} account={account} />
            ))}
          </Rows>
        )}
      </div>
    </>
  );
}

function Row({ account }: { account: AccountLine }) {
  const { t } = useTranslation("accounts");
  return (
    <ListRow
      href={`${accountsHref}/${account.id}`}
      lead={<Avatar name={account.name} />}
      title={account.name}
      detail={account.address}
      end={account.suspended && <Badge kind="danger">{t("suspended")}</Badge>}
    />
  );
}
