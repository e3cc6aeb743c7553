/** What can be done with the view that is open. What is refused stays visible with its reasons. */

import { actionsOf, type Label, type RecordName, registry, role } from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { Menu } from "../Popup.tsx";
import type { MenuParts } from "../PopupFrame.tsx";
import { listPath, recordPath } from "../path.ts";
import { ActionDialog } from "../record/ActionDialog.tsx";
import type { LoadedRecord } from "../record/types.ts";
import { useMay, useSession } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { openSearch, type SavedView, type SavedViews } from "./saved-views.ts";
import { useMayChange, useSaving } from "./saving-views.ts";
import css from "./views.module.css";

interface Props {
  name: RecordName;
  view: SavedView;
  saved: SavedViews;
  onRename: () => void;
}

// As the dialog of an action wants its record: a view has neither files nor links, and its history is on its own page.
const loaded = (view: SavedView): LoadedRecord => ({
  ...view,
  createdAt: "",
  timeline: [],
  links: [],
  attachments: [],
  timelineSummary: { all: 0, signatures: 0, changes: 0, comments: 0, moves: 0, people: [] },
  changedFields: [],
  comments: [],
});

export default function ViewMenu({ name, view, saved, onRename }: Props) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const tell = useTell();
  const mayChange = useMayChange();
  const [action, setAction] = useState<string>();
  const [picking, setPicking] = useState(false);
  const verdicts = view.actions.filter((verdict) => !verdict.reasons.some(({ code }) => code === "STATE"));
  const done = async (label: Label) => {
    const voided = action === "void";
    setAction(undefined);
    if (voided) void navigate({ to: listPath(name), search: openSearch(undefined) });
    await saved.again();
    tell(`${say(view.title)}: ${say(label)}`);
  };
  const start = useDefault(name, view, saved);
  return (
    <>
      {start.failure && (
        <span role="alert" className={css.failure}>
          <FailureText failure={start.failure} />
        </span>
      )}
      <Menu position="bottom-end" width={300} target={<IconButton icon={IconDots} name={t("view.menu")} />}>
        {(parts) => (
          <>
            <parts.Item disabled={!mayChange(view)} onClick={onRename}>
              {t("view.rename")}
            </parts.Item>
            {verdicts.map((verdict) => (
              <ActItem key={verdict.name} Item={parts.Item} verdict={verdict} onAct={() => setAction(verdict.name)} />
            ))}
            <parts.Divider />
            <OpensWith parts={parts} view={view} start={start} onPick={() => setPicking(true)} />
            <parts.Divider />
            <parts.Item onClick={() => void navigate({ to: recordPath("SavedView", view.number) })}>
              {t("view.history")}
            </parts.Item>
          </>
        )}
      </Menu>
      {picking && (
        <PickRole
          onClose={() => setPicking(false)}
          onPick={(code) => {
            setPicking(false);
            void start.toggle({ audience: "role", role: code, on: false });
          }}
        />
      )}
      {action && (
        <ActionDialog
          name="SavedView"
          row={loaded(view)}
          actionName={action}
          onClose={() => setAction(undefined)}
          onDone={(label) => void done(label)}
        />
      )}
    </>
  );
}

interface OpensWithProps {
  parts: MenuParts;
  view: SavedView;
  start: ReturnType<typeof useDefault>;
  onPick: () => void;
}

/** For whom the list opens with the view, as entries of its menu; only who may share views says so for others. */
function OpensWith({ parts: { Item, CheckboxItem, Label: Head }, view, start, onPick }: OpensWithProps) {
  const { t, say } = useWords();
  const mayShare = useMay()("view.share");
  const words = ({ audience, role: of }: Choice) =>
    audience === "role"
      ? t("view.forRole", { role: roleLabel(of, say) })
      : t(audience === "private" ? "view.forMe" : "view.forEveryone");
  return (
    <>
      <Head>{t("view.opensWith")}</Head>
      {start.choices
        .filter(({ audience }) => audience === "private" || mayShare)
        .map((choice) => (
          <CheckboxItem
            key={`${choice.audience} ${choice.role}`}
            checked={choice.on}
            closeMenuOnClick
            onChange={() => void start.toggle(choice)}
          >
            {words(choice)}
          </CheckboxItem>
        ))}
      {mayShare && view.audience === "everyone" && <Item onClick={onPick}>{t("view.forSomeRole")}</Item>}
    </>
  );
}

/** The role for which the list opens with the view. */
function PickRole({ onClose, onPick }: { onClose: () => void; onPick: (code: string) => void }) {
  const { t, say } = useWords();
  const codes = Object.entries<Label>(role.values);
  const [code, setCode] = useState(codes[0]?.[0] ?? "");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onPick(code);
  };
  return (
    <Dialog name={t("view.opensWith")} onClose={onClose} size={420}>
      <form className={css.pick} onSubmit={submit}>
        <h2>{t("view.opensWith")}</h2>
        <NativeSelect
          label={t("view.role")}
          value={code}
          data={codes.map(([value, label]) => ({ value, label: say(label) }))}
          data-autofocus
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <div className={css.foot}>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("do.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function roleLabel(code: string | null, say: (label: Label) => string): string {
  const labels: Readonly<Record<string, Label>> = role.values;
  const label = code === null ? undefined : labels[code];
  return label ? say(label) : (code ?? "");
}

interface ActItemProps extends Pick<MenuParts, "Item"> {
  verdict: SavedView["actions"][number];
  onAct: () => void;
}

function ActItem({ Item, verdict, onAct }: ActItemProps) {
  const { say } = useWords();
  const label = actionsOf(registry.SavedView)[verdict.name]?.label;
  if (!label) return null;
  return (
    <Item className={css.refused} disabled={!verdict.allowed} onClick={onAct}>
      {say(label)}
      {verdict.reasons.map((reason) => (
        <span key={reason.code} className={css.why}>
          {say(reason.text)}
        </span>
      ))}
    </Item>
  );
}

interface Choice {
  readonly audience: "private" | "role" | "everyone";
  readonly role: string | null;
  readonly on: boolean;
}

/** Whom the list opens with this view for: the person, those who hold the view's role, everybody. */
function useDefault(name: RecordName, view: SavedView, { defaults, again }: SavedViews) {
  const { personId } = useSession().session;
  const { t } = useWords();
  const tell = useTell();
  const saving = useSaving();
  const find = ({ audience, role: of }: Pick<Choice, "audience" | "role">) =>
    defaults.find(
      (known) =>
        known.audience === audience && known.audienceRole === of && (audience !== "private" || known.createdBy?.id === personId),
    );
  const choice = (audience: Choice["audience"], of: string | null = null): Choice => ({
    audience,
    role: of,
    on: find({ audience, role: of })?.view?.id === view.id,
  });
  const choices: Choice[] = [
    choice("private"),
    ...(view.audience === "role" ? [choice("role", view.audienceRole)] : []),
    ...(view.audience === "everyone"
      ? [
          choice("everyone"),
          ...Object.keys(role.values)
            .map((code) => choice("role", code))
            .filter(({ on }) => on),
        ]
      : []),
  ];
  const toggle = async (chosen: Choice) => {
    const known = find(chosen);
    const done = known
      ? await saving.edit("DefaultView", known, { view: chosen.on ? null : view.id })
      : await saving.create("DefaultView", {
          recordType: name,
          view: view.id,
          audience: chosen.audience,
          ...(chosen.role ? { audienceRole: chosen.role } : {}),
        });
    if (!done) return;
    await again();
    tell(t("view.saved"));
  };
  return { choices, toggle, failure: saving.failure };
}
