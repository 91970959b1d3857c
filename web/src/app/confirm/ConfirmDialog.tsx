// "Is it still you?" Over the page, for one gesture, by any way the person has.
import { useQuery } from "@tanstack/react-query";
import { Fingerprint, Landmark, LifeBuoy, LockKeyhole, Mail, Smartphone } from "lucide-react";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Confirmations } from "@/api/types";
import { Bone, Button, Dialog, type IconGlyph } from "@/ui";
import { knowsPasskeys } from "../proofs/webauthn";
import { Refused } from "../Refused";
import { ByCode } from "./ByCode";
import { ByPasskey } from "./ByPasskey";
import { ByPassword } from "./ByPassword";
import { ByProvider } from "./ByProvider";
import { ByRecoveryCode } from "./ByRecoveryCode";
import { ByTotp } from "./ByTotp";
import "./confirm.css";
import type { WayProps } from "./way";

type Way = Confirmations["ways"][number] | "recovery_code";

// The surest and shortest first.
const ways: { is: Way; icon: IconGlyph; Form: ComponentType<WayProps> }[] = [
  { is: "passkey", icon: Fingerprint, Form: ByPasskey },
  { is: "password", icon: LockKeyhole, Form: ByPassword },
  { is: "totp", icon: Smartphone, Form: ByTotp },
  { is: "provider", icon: Landmark, Form: ByProvider },
  { is: "code", icon: Mail, Form: ByCode },
  { is: "recovery_code", icon: LifeBuoy, Form: ByRecoveryCode },
];

export default function ConfirmDialog({ onAnswer }: { onAnswer: (confirmed: boolean) => void }) {
  const { t } = useTranslation("confirm");
  const [chosen, setChosen] = useState<Way | null>(null);
  const known = useQuery({ queryKey: ["identity", "confirmation"], queryFn: () => take(api.GET("/api/identity/confirmations")), staleTime: 0, gcTime: 0 });
  const open = known.data ? ways.filter(({ is }) => has(known.data, is)) : [];
  const way = open.find(({ is }) => is === chosen) ?? open[0];

  return (
    <Dialog open title={t("title")} onClose={() => onAnswer(false)}>
      <p className="soft">{t("text")}</p>
      {known.isPending && <Bone />}
      <Refused by={known.error} />
      {known.data && !way && <p>{t("noWay")}</p>}
      {known.data && way && <way.Form key={way.is} known={known.data} onConfirmed={() => onAnswer(true)} onCancel={() => onAnswer(false)} />}
      {known.data && open.length > 1 && (
        <div className="otherwise">
          <span className="meta">{t("otherwise")}</span>
          <div className="inline wrap g1">
            {open
              .filter(({ is }) => is !== way?.is)
              .map(({ is, icon }) => (
                <Button key={is} size="s" kind="plain" icon={icon} onPress={() => setChosen(is)}>
                  {is === "provider" ? (known.data.provider?.name ?? t("ways.provider")) : t(`ways.${is}`)}
                </Button>
              ))}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function has({ ways, provider }: Confirmations, way: Way): boolean {
  switch (way) {
    case "recovery_code":
      // Kept for the day the application is not there.
      return ways.includes("totp");
    case "passkey":
      return ways.includes(way) && knowsPasskeys();
    case "provider":
      return ways.includes(way) && Boolean(provider);
    default:
      return ways.includes(way);
  }
}
