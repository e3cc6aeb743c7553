/** Who holds which role and against which rules, who can do a thing, and which rules the people at hand cannot meet (drills 8, 9). */
import { useQuery } from "@apollo/client/react";
import { type Label, registry, role as roles } from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, DashedTag } from "../../../kit/mark/Text.tsx";
import { listPath, recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { option } from "../../../kit/record/filter-boxes.ts";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import { RefCell } from "../../shared/cells.tsx";
import { acts, type HeldRole, type Report, reportQuery, type Standing } from "./data.ts";
import css from "./report.module.css";
import { Staffing } from "./Staffing.tsx";

const keys = ["permit", "role", "show"] as const;
type Given = Readonly<Record<(typeof keys)[number], string>>;

export default function ReportPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (key: string) => (typeof search[key] === "string" ? search[key] : "");
  const given: Given = { permit: text("permit"), role: text("role"), show: text("show") };
  const variables = {
    permit: given.permit || undefined,
    role: given.role || undefined,
    conflicting: given.show === "conflicting" || undefined,
  };
  const { data, previousData, error, refetch } = useQuery(reportQuery, { variables, fetchPolicy: "network-only" });
  const report = (data ?? previousData)?.separationReport;
  const put = (next: Partial<Given>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...given, ...next }).filter(([, value]) => value !== "")),
    });
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("sod.title")}</h1>
        <p>{t("sod.intro")}</p>
        <Filter given={given} put={put} />
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!report && !error && <Skeleton rows={10} />}
      {report && (
        <>
          <LastReview of={report} />
          <People of={report} isAll={Object.values(given).every((value) => value === "")} />
        </>
      )}
      <Staffing />
    </div>
  );
}

function Filter({ given, put }: { given: Given; put: (next: Partial<Given>) => void }) {
  const { t, say } = useWords();
  const all = useMemo(acts, []);
  return (
    <div className={boxes.filter}>
      <NativeSelect
        label={t("sod.who")}
        value={given.permit}
        onChange={(event) => put({ permit: event.currentTarget.value })}
        data={[option("", t("sod.anything")), ...all.map(({ permit, label }) => option(permit, say(label)))]}
      />
      <NativeSelect
        label={t("sod.role")}
        value={given.role}
        onChange={(event) => put({ role: event.currentTarget.value })}
        data={[option("", t("sod.anyRole")), ...Object.entries(roles.values).map(([code, label]) => option(code, say(label)))]}
      />
      <NativeSelect
        label={t("sod.only")}
        value={given.show}
        onChange={(event) => put({ show: event.currentTarget.value })}
        data={[option("", t("sod.everybody")), option("conflicting", t("sod.conflicting"))]}
      />
    </div>
  );
}

function LastReview({ of: { lastReview } }: { of: Report }) {
  const { t } = useWords();
  const zone = useZone();
  return (
    <p className={css.review}>
      <StatusGlyph name="double" tone={lastReview ? "ink" : "wait"} />
      {lastReview ? (
        <>
          {t("sod.lastReview")}{" "}
          <Link to={recordPath("AccessReview", lastReview.number)}>
            <Code>{lastReview.number}</Code>
          </Link>{" "}
          {t("sod.reviewedBy", { by: lastReview.by, at: formatInstant(lastReview.at, zone) })}
        </>
      ) : (
        t("sod.noReview")
      )}
    </p>
  );
}

const roleName = (code: string): Label | undefined => (roles.values as Readonly<Record<string, Label>>)[code];

function People({ of: { people }, isAll }: { of: Report; isAll: boolean }) {
  const { t, say } = useWords();
  const columns: TableColumn<Standing>[] = [
    {
      key: "person",
      head: say(registry.Person.label),
      cell: ({ person, isAdministrator }) => (
        <span className={css.person}>
          <RefCell to="Person" value={person} />
          {isAdministrator && <DashedTag>{t("sod.admin")}</DashedTag>}
        </span>
      ),
    },
    {
      key: "roles",
      head: t("sod.roles"),
      cell: ({ roles: held }) => <Lines of={held} line={(role) => <RoleLine role={role} />} />,
    },
    {
      key: "lastUse",
      head: t("sod.lastUse"),
      cell: ({ roles: held }) => <Lines of={held} line={(role) => <Used role={role} />} />,
    },
    { key: "conflict", head: t("sod.conflict"), cell: (standing) => <Conflicts of={standing} /> },
  ];
  // The same people as here: all of them are not named one by one.
  const only = isAll ? {} : { person: people.flatMap(({ person }) => (person ? [person.id] : [])).join(",") };
  return (
    <Table
      title={t("sod.people")}
      note={
        <ButtonLink look="quiet" to={listPath("RoleGrant")} search={{ state: "active", ...only }}>
          {t("sod.list")}
        </ButtonLink>
      }
      columns={columns}
      rows={people}
      rowKey={({ person, roles: of }) => person?.id ?? of[0]?.number ?? ""}
      empty={t("sod.nobody")}
    />
  );
}

function Lines({ of, line }: { of: readonly HeldRole[]; line: (role: HeldRole) => React.ReactNode }) {
  return (
    <ul className={css.lines}>
      {of.map((role) => (
        <li key={role.number}>{line(role)}</li>
      ))}
    </ul>
  );
}

function RoleLine({ role: { number, role, site, since, until } }: { role: HeldRole }) {
  const { t, say } = useWords();
  const zone = useZone();
  const name = roleName(role);
  return (
    <>
      <Link to={recordPath("RoleGrant", number)}>{name ? say(name) : role}</Link>{" "}
      <span className={css.small}>
        {formatInstant(since, zone).slice(0, 10)}
        {until && ` ${t("sod.until", { date: until })}`}
        {site && ` · ${t("sod.atSite", { site })}`}
      </span>
    </>
  );
}

function Used({ role: { lastUsedAt } }: { role: HeldRole }) {
  const { t } = useWords();
  const zone = useZone();
  return lastUsedAt ? (
    <Code>{formatInstant(lastUsedAt, zone).slice(0, 16)}</Code>
  ) : (
    <span className={css.small}>{t("sod.notUsed")}</span>
  );
}

function Conflicts({ of: { conflicts } }: { of: Standing }) {
  const { t, say } = useWords();
  if (conflicts.length === 0) return <span className={css.small}>{t("word.none")}</span>;
  return (
    <ul className={css.conflicts}>
      {conflicts.map(({ rule, text, citation, grant, mitigation, until, isReviewLate }) => (
        <li key={`${rule} ${text.en}`} className={css.conflict}>
          <StatusGlyph name={grant ? "triangleHalf" : "triangleAlert"} tone={grant ? "wait" : "no"} />
          <span>
            {say(text)} <span className={css.small}>{citation}</span>
            <br />
            <span className={css.small}>{t("sod.mitigation")}:</span>{" "}
            {grant ? (
              <>
                {mitigation}{" "}
                <Link to={recordPath("RoleGrant", grant)}>
                  <Code>{grant}</Code>
                </Link>{" "}
                {until && t("sod.until", { date: until })}
                {isReviewLate && <strong className={css.late}> {t("sod.reviewLate")}</strong>}
              </>
            ) : (
              <strong className={css.late}>{t("sod.unmitigated")}</strong>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
