// The door: an address, then what proves it is one's own. In a sample house, a person to be.
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "@/api/queries";
import { Link } from "@/ui";
import { useSearchParam } from "../../address";
import { seesOutbox } from "../../navigation";
import { usePageTitle } from "../../PageHead";
import { useHouse } from "../../session";
import { AddressForm } from "./AddressForm";
import { CodeForm } from "./CodeForm";
import { DoorFrame } from "./DoorFrame";
import { NewPasswordForm } from "./NewPasswordForm";
import { PasswordForm } from "./PasswordForm";
import { ProvidersStep } from "./ProvidersStep";
import { SamplePeople } from "./SamplePeople";
import { SecondFactorForm } from "./SecondFactorForm";
import { inside, useSignIn } from "./useSignIn";

export default function SignInPage() {
  const { t } = useTranslation("sign-in");
  const house = useHouse();
  const { data: me } = useQuery(meQuery);
  const [next] = useSearchParam("next");
  const door = useSignIn();
  const { step } = door;
  usePageTitle(t("tab"));

  // Who is choosing a new password is in already, and stays until it is chosen.
  if (me && step.is !== "new-password") return <Navigate to={inside(next)} replace />;

  return (
    <DoorFrame foot={seesOutbox(null, house) && step.is !== "code" && <Link href="/outbox">{t("outbox")}</Link>} beside={house.sample && <SamplePeople />}>
      {step.is === "address" && <AddressForm door={door} />}
      {step.is === "password" && <PasswordForm door={door} step={step} />}
      {step.is === "providers" && (
        <ProvidersStep address={step.address} organisation={step.organisation?.name} onBack={door.back} onLocal={() => door.enterHere.mutate(step.address)} busy={door.enterHere.isPending || door.sendCode.isPending} error={door.enterHere.error ?? door.sendCode.error} />
      )}
      {step.is === "code" && <CodeForm key={step.sent.id} door={door} step={step} />}
      {step.is === "second-factor" && <SecondFactorForm door={door} step={step} />}
      {step.is === "new-password" && <NewPasswordForm door={door} step={step} />}
    </DoorFrame>
  );
}
