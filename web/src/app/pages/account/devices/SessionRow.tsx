// A device where one is signed in, and the way to close it from afar.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, take } from "@/api/client";
import type { Session } from "@/api/types";
import { useFormat } from "@/i18n/format";
import { Badge, Button, Icon, ListRow, showToast } from "@/ui";
import { useSay } from "../../../say";
import { sessionsKey } from "../keys";
import { deviceOf } from "./device";

export function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation(["account", "shell"]);
  const say = useSay();
  const format = useFormat();
  const queries = useQueryClient();
  const device = deviceOf(session.user_agent ?? "");
  const name = device.browser ? t(device.system ? "sessions.on" : "sessions.browserOnly", { ...device }) : t("sessions.unknown");

  const close = useMutation({
    mutationFn: () => take(api.DELETE("/api/identity/sessions/{id}", { params: { path: { id: session.id } } })),
    onSuccess: () => {
      showToast({ text: t("sessions.closed", { name }) });
      return queries.invalidateQueries({ queryKey: sessionsKey });
    },
    onError: (error) => showToast({ text: say(error) }),
  });

  return (
    <ListRow
      lead={<Icon of={device.small ? Smartphone : Laptop} />}
      title={name}
      beside={session.current && <Badge kind="accent">{t("sessions.here")}</Badge>}
      detail={t("sessions.detail", {
        way: t(`shell:session.${session.strength}`),
        since: format.when(session.created_at),
        seen: format.when(session.last_seen_at),
      })}
      end={
        !session.current && (
          <Button size="s" busy={close.isPending} onPress={() => close.mutate()}>
            {t("sessions.close")}
          </Button>
        )
      }
    />
  );
}
