// Fields, boxes and dates.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar, Calendar, Checkbox, Chip, DatePicker, RadioGroup, Segment, Select, Switch, TextArea, TextField } from "@/ui";
import { Part, Shown } from "./parts";

export function FieldsPart() {
  const { t } = useTranslation("kit");
  const [life, setLife] = useState<"7" | "30" | "60">("30");
  const [people, setPeople] = useState(["Karim Benali", "Claire Vasseur"]);
  return (
    <Part id="fields">
      <div className="fields">
        <TextField label={t("fields.subject")} placeholder={t("fields.subjectHint")} />
        <TextField label={t("fields.contract")} optional help={t("fields.contractHelp")} defaultValue="2026-114" />
        <TextField label={t("fields.end")} defaultValue={t("fields.endWrong")} error={t("fields.endError")} />
        <TextField label={t("fields.body")} isDisabled defaultValue={t("fields.bodyGiven")} />
        <Select
          label={t("fields.life")}
          value={life}
          onChange={setLife}
          choices={[
            { id: "7", name: t("fields.days", { count: 7 }) },
            { id: "30", name: t("fields.days", { count: 30 }), description: t("fields.usual") },
            { id: "60", name: t("fields.days", { count: 60 }), disabled: true },
          ]}
        />
        <div className="field" role="group" aria-labelledby="kit-to">
          <span className="name" id="kit-to">
            {t("fields.to")}
          </span>
          <div className="input chips">
            {people.map((name) => (
              <Chip
                key={name}
                name={name}
                kind={name.startsWith("Claire") ? "external" : undefined}
                lead={<Avatar name={name} kind={name.startsWith("Claire") ? "external" : "agent"} />}
                onRemove={() => setPeople(people.filter((one) => one !== name))}
              />
            ))}
            <Chip name="p.durand@perso.example" kind="refused" />
            <input aria-label={t("fields.toMore")} />
          </div>
        </div>
        <TextArea label={t("fields.message")} defaultValue={t("fields.messageGiven")} />
      </div>
    </Part>
  );
}

export function BoxesPart() {
  const { t } = useTranslation("kit");
  const [told, setTold] = useState(true);
  const [quiet, setQuiet] = useState(true);
  const [who, setWho] = useState<"all" | "mine">("all");
  const [view, setView] = useState<"table" | "list">("table");
  return (
    <Part id="boxes">
      <div className="r high">
        <Checkbox checked={told} onChange={setTold}>
          {t("boxes.tell")}
        </Checkbox>
        <Checkbox checked={false} mixed onChange={() => undefined}>
          {t("boxes.files")}
        </Checkbox>
        <Checkbox checked={false} disabled onChange={() => undefined}>
          {t("boxes.public")}
        </Checkbox>
        <RadioGroup
          label={t("boxes.who")}
          value={who}
          onChange={setWho}
          choices={[
            { id: "all", name: t("boxes.everyone") },
            { id: "mine", name: t("boxes.mine"), description: t("boxes.mineText") },
          ]}
        />
        <Switch checked={quiet} onChange={setQuiet} description={t("boxes.quietText")}>
          {t("boxes.quiet")}
        </Switch>
        <Segment
          label={t("boxes.view")}
          value={view}
          onChange={setView}
          choices={[
            { id: "table", name: t("boxes.table") },
            { id: "list", name: t("boxes.list") },
          ]}
        />
      </div>
    </Part>
  );
}

export function DatePart() {
  const { t } = useTranslation("kit");
  const [day, setDay] = useState("2026-12-23");
  const bounds = { min: "2026-11-23", max: "2027-01-22" };
  return (
    <Part id="dates">
      <div className="r high">
        <DatePicker label={t("dates.end")} help={t("dates.help")} value={day} onChange={setDay} {...bounds} note={t("dates.note")} />
        <Shown name="month">
          <div className="float">
            <Calendar label={t("dates.end")} value={day} onChange={setDay} {...bounds} note={t("dates.note")} />
          </div>
        </Shown>
      </div>
    </Part>
  );
}
