// What floats, lists, files, and the three states of a place: waiting, nothing, trouble.
import { CloudOff, Forward, ListTodo, Lock, MoreHorizontal, Reply, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/format";
import { Avatar, Badge, Breadcrumb, Button, Count, Dialog, EmptyState, FileIcon, IconButton, ListRow, Menu, Notice, Popover, ProgressBar, Rows, SensitivityLabel, showToast, SkeletonRows, Table, Tabs } from "@/ui";
import { useDialog } from "../../address";
import { Part, Shown } from "./parts";

export function FloatsPart() {
  const { t } = useTranslation("kit");
  const dialog = useDialog("example");
  const wordy = () => showToast({ text: t("floats.withdrawn"), deed: { name: t("floats.undo"), onDo: () => showToast({ text: t("floats.restored") }) } });
  return (
    <Part id="floats">
      <div className="r">
        <Menu
          label={t("floats.deeds")}
          placement="bottom start"
          groups={[
            {
              id: "usual",
              deeds: [
                { id: "reply", name: t("floats.reply"), icon: Reply, shortcut: "R" },
                { id: "task", name: t("floats.task"), icon: ListTodo, shortcut: "T" },
                { id: "forward", name: t("floats.forward"), icon: Forward, disabled: true },
              ],
            },
            { id: "grave", deeds: [{ id: "delete", name: t("floats.delete"), icon: Trash2, grave: true }] },
          ]}
        >
          <IconButton icon={MoreHorizontal} label={t("floats.deeds")} />
        </Menu>
        <Button onPress={() => dialog.show()}>{t("floats.openDialog")}</Button>
        <Popover label={t("floats.why")} trigger={<Button>{t("floats.why")}</Button>}>
          <b>{t("floats.why")}</b>
          <p className="meta">{t("floats.because")}</p>
        </Popover>
        <Button onPress={wordy}>{t("floats.openToast")}</Button>
      </div>
      <div className="notices">
        <Notice>{t("notices.info")}</Notice>
        <Notice kind="warm">{t("notices.warm")}</Notice>
        <Notice kind="warn" icon={Lock} end={<Button size="s">{t("notices.strengthen")}</Button>}>
          {t("notices.warn")}
        </Notice>
        <Notice kind="danger">{t("notices.danger")}</Notice>
        <Notice kind="ok">{t("notices.ok")}</Notice>
      </div>
      <Dialog
        title={t("floats.dialogTitle")}
        open={dialog.open}
        onClose={dialog.close}
        footer={
          <>
            <Button kind="plain" onPress={dialog.close}>
              {t("floats.dialogKeep")}
            </Button>
            <Button kind="main" onPress={dialog.close}>
              {t("floats.dialogDeed")}
            </Button>
          </>
        }
      >
        <p>{t("floats.dialogText")}</p>
      </Dialog>
    </Part>
  );
}

interface Sheet {
  name: string;
  level: "internal" | "sensitive" | "public";
  by: string;
  size: number;
}

const sheets: Sheet[] = [
  { name: "Annexes du marché.odt", level: "internal", by: "Loïc Kerbrat", size: 1_210_000 },
  { name: "Calendrier de bascule.ods", level: "internal", by: "Sophie Nguyen", size: 214_000 },
  { name: "Note au cabinet, v3.docx", level: "sensitive", by: "Yann Le Goff", size: 96_000 },
  { name: "Synthèse publique.pdf", level: "public", by: "Ana Sánchez", size: 3_400_000 },
];

export function ListsPart() {
  const { t } = useTranslation("kit");
  const format = useFormat();
  const table = (
    <Table<Sheet>
      label={t("lists.files")}
      rows={sheets}
      idOf={(sheet) => sheet.name}
      columns={[
        {
          id: "name",
          name: t("lists.name"),
          cell: (sheet) => (
            <span className="inline g3">
              <FileIcon name={sheet.name} />
              <span className="medium">{sheet.name}</span>
            </span>
          ),
        },
        { id: "level", name: t("lists.level"), cell: (sheet) => <SensitivityLabel level={sheet.level} /> },
        { id: "by", name: t("lists.by"), cell: (sheet) => <span className="soft">{sheet.by}</span> },
        { id: "size", name: t("lists.size"), end: true, cell: (sheet) => format.size(sheet.size) },
      ]}
    />
  );
  return (
    <Part id="lists">
      <div className="pane">
        <Tabs
          label={t("lists.places")}
          parts={[
            { id: "files", name: t("lists.files"), count: 37, children: table },
            { id: "recent", name: t("lists.recent"), children: <p className="pad">{t("lists.recentText")}</p> },
            { id: "unread", name: t("lists.unread"), count: 2, fresh: true, children: <p className="pad">{t("lists.unreadText")}</p> },
          ]}
        />
        <div className="pad">
          <Breadcrumb crumbs={[{ name: t("lists.documents"), href: "/kit" }, { name: t("lists.site"), href: "/kit" }, { name: "Rennes" }]} />
        </div>
      </div>
      <div className="pane pane-rows">
        <Rows label={t("lists.people")}>
          <ListRow lead={<Avatar name="Karim Benali" />} title="Karim Benali" detail={t("lists.online")} strong href="/kit" end={<Count of={2} fresh />} />
          <ListRow lead={<Avatar name="Sophie Nguyen" />} title="Sophie Nguyen" detail={t("lists.chosen")} current end={<Badge kind="ok">{t("lists.approved")}</Badge>} />
          <ListRow lead={<Avatar name="Claire Vasseur" kind="external" />} title="Claire Vasseur" beside={<Badge kind="external">{t("people.external")}</Badge>} detail={t("lists.resting")} />
        </Rows>
      </div>
    </Part>
  );
}

export function FilesPart() {
  const { t } = useTranslation("kit");
  const files = [
    { name: "Visite_du_site.mp4", part: 0.64, state: "running", word: "running" },
    { name: "Photos.zip", part: 0.31, state: "paused", word: "paused" },
    { name: "CCTP.docx", part: 0.48, state: "failed", word: "failed" },
    { name: "Plans.pdf", part: 1, state: "done", word: "done" },
  ] as const;
  return (
    <Part id="files">
      <ul className="uploads">
        {files.map((file) => (
          <li key={file.name} className="upload">
            <FileIcon name={file.name} />
            <div className="name">
              <span className="cut medium">{file.name}</span>
            </div>
            <div className="ends" />
            <div className="gauge">
              <ProgressBar label={file.name} part={file.part} state={file.state} />
              <span className={file.state === "failed" ? "tiny danger" : "tiny num"}>{t(`uploads.${file.word}`)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function StatesPart() {
  const { t } = useTranslation("kit");
  return (
    <Part id="states">
      <div className="states">
        <div className="pane">
          <SkeletonRows rows={4} />
        </div>
        <div className="pane">
          <EmptyState level={3} tool="transfer" title={t("states.nothing")} deeds={<Button kind="main">{t("states.choose")}</Button>}>
            {t("states.nothingText")}
          </EmptyState>
        </div>
        <div className="pane">
          <EmptyState level={3} icon={CloudOff} tone="danger" title={t("states.trouble")} code={t("states.code")} deeds={<Button>{t("states.retry")}</Button>}>
            {t("states.troubleText")}
          </EmptyState>
        </div>
        <Shown name="inside">
          <span className="meta">{t("states.late")}</span>
        </Shown>
      </div>
    </Part>
  );
}
