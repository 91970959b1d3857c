// Every part of the kit in its states, to be looked at and checked in each light.
import { Moon, MonitorCog, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLook } from "@/theme/look";
import { Segment, ToolMark } from "@/ui";
import { usePageTitle } from "../../PageHead";
import { ButtonsPart, ColoursPart, LabelsPart, PeoplePart, TextPart } from "./essentials";
import { BoxesPart, DatePart, FieldsPart } from "./forms";
import "./kitPage.css";
import { FilesPart, FloatsPart, ListsPart, StatesPart } from "./places";

export default function KitPage() {
  const { t } = useTranslation(["kit", "shell"]);
  const [look, changeLook] = useLook();
  usePageTitle(t("title"));

  return (
    <main className="kit">
      <header>
        <ToolMark tool="home" size="l" />
        <h1 className="title-1">{t("title")}</h1>
        <div className="end">
          <Segment
            label={t("shell:account.theme")}
            value={look.theme}
            onChange={(theme) => changeLook({ theme })}
            choices={[
              { id: "system", name: t("shell:theme.system"), icon: MonitorCog },
              { id: "light", name: t("shell:theme.light"), icon: Sun },
              { id: "dark", name: t("shell:theme.dark"), icon: Moon },
            ]}
          />
          <Segment
            label={t("contrast")}
            value={look.contrast}
            onChange={(contrast) => changeLook({ contrast })}
            choices={[
              { id: "system", name: t("usual") },
              { id: "more", name: t("more") },
            ]}
          />
          <Segment
            label={t("shell:account.density")}
            value={look.density}
            onChange={(density) => changeLook({ density })}
            choices={[
              { id: "snug", name: t("shell:density.snug") },
              { id: "ample", name: t("shell:density.ample") },
            ]}
          />
        </div>
      </header>
      <ColoursPart />
      <TextPart />
      <LabelsPart />
      <PeoplePart />
      <ButtonsPart />
      <FieldsPart />
      <BoxesPart />
      <DatePart />
      <FloatsPart />
      <ListsPart />
      <FilesPart />
      <StatesPart />
    </main>
  );
}
