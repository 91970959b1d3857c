// Colours, text, labels, people and buttons.
import { Bell, Pin, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar, Badge, Button, Count, Crowd, Dot, IconButton, Kbd, PersonLine, SensitivityLabel, ToolMark } from "@/ui";
import { useBrand } from "../../brands";
import { Part, Shown } from "./parts";

const ramps = {
  slate: [0, 50, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900],
  petrol: [50, 100, 200, 300, 400, 500, 600, 700, 800],
  brass: [50, 100, 200, 300, 400, 500, 600, 700],
};
const tools = ["chat", "transfer", "meet", "webinar", "phone", "communities", "projects", "directory"];

export function ColoursPart() {
  const brand = useBrand();
  return (
    <Part id="colours">
      <div className="r">
        {Object.entries(ramps).map(([ramp, tones]) => (
          <Shown key={ramp} name={ramp}>
            <div className="sws">
              {tones.map((tone) => (
                <span key={tone} title={`--${ramp}-${tone}`} style={{ "--tone": `var(--${ramp}-${tone})` }} />
              ))}
            </div>
          </Shown>
        ))}
      </div>
      <div className="r">
        {tools.map((tool) => (
          <span key={tool} className="inline g2">
            <ToolMark tool={tool} size="l" />
            <span className="meta">{brand(tool).name}</span>
          </span>
        ))}
      </div>
    </Part>
  );
}

export function TextPart() {
  const { t } = useTranslation("kit");
  return (
    <Part id="text">
      <div className="type">
        <span className="title-1">{t("text.title1")}</span>
        <span className="title-2">{t("text.title2")}</span>
        <span className="title-3">{t("text.title3")}</span>
        <span className="reading">{t("text.reading")}</span>
        <span>{t("text.body")}</span>
        <span className="meta">{t("text.meta")}</span>
        <span className="tiny">{t("text.tiny")}</span>
      </div>
    </Part>
  );
}

export function LabelsPart() {
  const levels = ["public", "internal", "sensitive", "restricted"] as const;
  return (
    <Part id="labels">
      <div className="r">
        <Shown name="visible">
          <span className="inline g2 wrap">
            {levels.map((level) => (
              <SensitivityLabel key={level} level={level} />
            ))}
          </span>
        </Shown>
        <Shown name="inList">
          <span className="inline g2">
            {levels.map((level) => (
              <SensitivityLabel key={level} level={level} mini />
            ))}
          </span>
        </Shown>
      </div>
    </Part>
  );
}

export function PeoplePart() {
  const { t } = useTranslation("kit");
  return (
    <Part id="people">
      <div className="r">
        <Shown name="agent">
          <PersonLine avatar={{ name: "Yann Le Goff", initials: "YL" }} detail={t("people.digital")} />
        </Shown>
        <Shown name="external">
          <PersonLine avatar={{ name: "Claire Vasseur", kind: "external" }} badge={<Badge kind="external">{t("people.external")}</Badge>} detail={t("people.firm")} />
        </Shown>
        <Shown name="unknown">
          <PersonLine avatar={{ name: "a.perrin@atelier.example", kind: "unknown" }} badge={<Badge kind="unknown">{t("people.unverified")}</Badge>} detail={t("people.unconfirmed")} />
        </Shown>
        <Shown name="sizes">
          <span className="inline g2">
            {(["xs", "s", undefined, "l"] as const).map((size) => (
              <Avatar key={size ?? "m"} name="Karim Benali" size={size} />
            ))}
          </span>
        </Shown>
        <Shown name="group">
          <Crowd label={t("people.crowd")} people={[{ name: "Yann Le Goff" }, { name: "Sophie Nguyen" }, { name: "Claire Vasseur", kind: "external" }]} more={11} />
        </Shown>
      </div>
      <div className="r">
        <Shown name="signs">
          <span className="inline g2 wrap">
            <Badge>{t("badges.draft")}</Badge>
            <Badge kind="accent">{t("badges.new")}</Badge>
            <Badge kind="ok">{t("badges.sound")}</Badge>
            <Badge kind="warn">{t("badges.ends")}</Badge>
            <Badge kind="danger">{t("badges.blocked")}</Badge>
            <Count of={12} />
            <Count of={3} fresh label={t("badges.three")} />
            <Dot label={t("badges.new")} />
            <Kbd>Ctrl K</Kbd>
          </span>
        </Shown>
      </div>
    </Part>
  );
}

export function ButtonsPart() {
  const { t } = useTranslation("kit");
  return (
    <Part id="buttons">
      <div className="r">
        <Shown name="main">
          <Button kind="main">{t("deeds.send")}</Button>
        </Shown>
        <Shown name="line">
          <Button icon={Plus}>{t("deeds.invite")}</Button>
        </Shown>
        <Shown name="plain">
          <Button kind="plain">{t("deeds.abandon")}</Button>
        </Shown>
        <Shown name="grave">
          <span className="inline g2">
            <Button kind="grave">{t("deeds.delete")}</Button>
            <Button kind="grave-line">{t("deeds.remove")}</Button>
          </span>
        </Shown>
        <Shown name="icon">
          <IconButton icon={Pin} label={t("deeds.pin")} shortcut="P" />
        </Shown>
        <Shown name="busy">
          <Button kind="main" busy>
            {t("deeds.sending")}
          </Button>
        </Shown>
        <Shown name="off">
          <Button kind="main" isDisabled>
            {t("deeds.send")}
          </Button>
        </Shown>
        <Shown name="pressed">
          <Button kind="plain" icon={Bell} aria-pressed="true">
            {t("deeds.followed")}
          </Button>
        </Shown>
        <Shown name="sizes">
          <span className="inline g2">
            <Button size="s">{t("deeds.small")}</Button>
            <Button>{t("deeds.medium")}</Button>
            <Button size="l">{t("deeds.large")}</Button>
          </span>
        </Shown>
      </div>
    </Part>
  );
}
