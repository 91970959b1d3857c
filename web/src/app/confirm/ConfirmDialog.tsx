// "Is it still you?" Over the page, for one gesture, by any way the person has.
import { useQuery } from "@tanstack/react-query";
import { Fingerprint, Landmark, LifeBuoy, LockKeyhole, Mail, MousePointerClick, Smartphone } from "lucide-react";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import { Bone, Button, Dialog, type IconGlyph } from "@/ui";
import { knowsPasskeys } from "../proofs/webauthn";
import { Refused } from "../Refused";
import { ByCode } from "./ByCode";
import { ByPasskey } from "./ByPasskey";
import { ByPassword } from "./ByPassword";
import { ByProvider } from "./ByProvider";
import { ByRecoveryCode } from "./ByRecoveryCode";
import { BySample } from "./BySample";
import { ByTotp } from "./ByTotp";
import "./confirm.css";
import type { WayProps } from "./way";

interface Way {
  icon: IconGlyph;
  Form: ComponentType<WayProps>;
}

const ways: Record<string, Way> = {
  passkey: { icon: Fingerprint, Form: ByPasskey },
  password: { icon: LockKeyhole, Form: ByPassword },
  totp: { icon: Smartphone, Form: ByTotp },
  provider: { icon: Landmark, Form: ByProvider },
  code: { icon: Mail, Form: ByCode },
  recovery_code: { icon: LifeBuoy, Form: ByRecoveryCode },
  sample: { icon: MousePointerClick, Form: BySample },
};

export interface ConfirmDialogProps {
  /** The button that asked, by its name. */
  gesture: string | null;
  onAnswer: (confirmed: boolean) => void;
}

export default function ConfirmDialog({ gesture, onAnswer }: ConfirmDialogProps) {
  const { t } = useTranslation("confirm");
  const [chosen, setChosen] = useState<string | null>(null);
  const known = useQuery({ queryKey: ["identity", "confirmation"], queryFn: () => take(api.GET("/api/identity/confirmations")), staleTime: 0, gcTime: 0 });
  // The server names first what one most likely has at hand.
  const open = (known.data?.ways ?? []).filter((way) => way in ways && (way !== "passkey" || knowsPasskeys()));
  const name = open.find((way) => way === chosen) ?? open[0];
  const way = name ? ways[name] : undefined;

  return (
    <Dialog open title={t("title")} onClose={() => onAnswer(false)}>
      <p className="soft">{t("text")}</p>
      {known.isPending && <Bone />}
      <Refused by={known.error} />
      {known.data && !way && <p>{t("noWay")}</p>}
      {known.data && way && <way.Form key={name} known={known.data} gesture={gesture} onConfirmed={() => onAnswer(true)} onCancel={() => onAnswer(false)} />}
      {open.length > 1 && (
        <div className="otherwise">
          <span className="meta">{t("otherwise")}</span>
          <div className="inline wrap g1">
            {open
              .filter((other) => other !== name)
              .map((other) => (
                <Button key={other} size="s" kind="plain" icon={ways[other]?.icon} onPress={() => setChosen(other)}>
                  {t(`ways.${other}`)}
                </Button>
              ))}
          </div>
        </div>
      )}
    </Dialog>
  );
}
