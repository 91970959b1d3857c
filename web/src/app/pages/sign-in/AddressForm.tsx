// First step: the address. The organisation behind it is recognised by its domain alone.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Building2, ChevronRight, Fingerprint, UserRound, UserRoundPlus } from "lucide-react";
import { useDeferredValue, useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Icon, TextField } from "@/ui";
import { useSearchParam } from "../../address";
import { Refused } from "../../Refused";
import { lookup } from "./lookup";
import { ProblemNotice } from "./ProblemNotice";
import { providersOf } from "./useHub";
import { usePasskey } from "./usePasskey";
import { looksLikeAddress, rememberAddress, rememberedAddress, type Door } from "./useSignIn";

export function AddressForm({ door }: { door: Door }) {
  const { t } = useTranslation("sign-in");
  const [as, setAs] = useSearchParam("as");
  const guest = as === "guest";
  const [asked] = useSearchParam("address");
  const [address, setAddress] = useState(() => (guest ? "" : (asked ?? rememberedAddress())));
  const [remember, setRemember] = useState(true);
  const [wrong, setWrong] = useState(false);
  const queries = useQueryClient();
  const passkey = usePasskey(door);
  const found = useLookup(guest ? "" : address);
  const organisation = found.data?.organisation;

  const lookUp = useMutation({
    mutationFn: (given: string) => queries.fetchQuery(providersOf(given)),
    onSuccess: ({ providers, organisation }, given) => {
      if (providers.length > 0) door.setStep({ is: "providers", address: given, organisation: organisation ?? undefined });
      else door.enterHere.mutate(given);
    },
  });

  function go(event: FormEvent) {
    event.preventDefault();
    const given = address.trim();
    setWrong(!looksLikeAddress(given));
    if (!looksLikeAddress(given)) return;
    rememberAddress(remember ? given : null);
    if (guest) {
      door.sendCode.mutate(given);
      return;
    }
    lookUp.mutate(given);
  }

  return (
    <>
      <h1 className="title-1">{t(guest ? "guest.title" : "title")}</h1>
      <p className="reading soft lede">{t(guest ? "guest.lede" : "lede")}</p>
      <form onSubmit={go} noValidate>
        <ProblemNotice />
        <TextField
          size="l"
          type="email"
          name="address"
          autoComplete="username webauthn"
          label={t(guest ? "guest.address" : "address")}
          value={address}
          onChange={(text) => {
            setAddress(text);
            setWrong(false);
          }}
          error={wrong ? t("wrongAddress") : null}
          inputProps={{ spellCheck: false, autoCapitalize: "none" }}
        />
        <div role="status" className={organisation ? "found" : "heard"}>
          {organisation && (
            <>
              <Icon of={Building2} />
              <div className="grow">
                <b className="medium">{organisation.name}</b>
                <span className="meta">{t("recognised")}</span>
              </div>
            </>
          )}
        </div>
        <Refused by={door.sendCode.error ?? lookUp.error ?? door.enterHere.error ?? passkey.error} />
        <Button type="submit" kind="main" size="l" wide iconAfter={ArrowRight} busy={door.sendCode.isPending || lookUp.isPending || door.enterHere.isPending}>
          {t(guest ? "sendCode" : organisation ? "continueTo" : "continue")}
        </Button>
        <Checkbox checked={remember} onChange={setRemember}>
          {t("remember")}
        </Checkbox>
      </form>
      <div className="others">
        {passkey.known && (
          <button type="button" className="way" disabled={passkey.busy} onClick={passkey.press}>
            <Icon of={Fingerprint} />
            <span className="grow">
              <b>{t("passkey.way")}</b>
              <small>{t("passkey.wayText")}</small>
            </span>
            <Icon of={ChevronRight} />
          </button>
        )}
        <button type="button" className="way" onClick={() => setAs(guest ? null : "guest", true)}>
          <Icon of={guest ? UserRound : UserRoundPlus} />
          <span className="grow">
            <b>{t(guest ? "agent.title" : "guest.way")}</b>
            <small>{t(guest ? "agent.text" : "guest.wayText")}</small>
          </span>
          <Icon of={ChevronRight} />
        </button>
      </div>
    </>
  );
}

function useLookup(typed: string) {
  const address = useSettled(useDeferredValue(typed.trim()), 350);
  return useQuery({ ...lookup(address), enabled: looksLikeAddress(address) });
}

/** The text once typing has paused. */
function useSettled(text: string, pause: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text, pause]);
  return settled;
}
