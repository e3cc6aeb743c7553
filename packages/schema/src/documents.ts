/**
 * The GraphQL documents of record screens as text, built from the record files: one place knows how a record is asked for.
 * `allDocuments` lists every one, for the server's list of known documents and for the test that validates them.
 */
import { type RecordName, registry } from "./index.ts";
import { type AnyRecord, actionsOf, type Field, type Fields, type Lines } from "./kit/index.ts";

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** lot → lots, batch → batches, company → companies; as the API names its lists. */
export const pluralOf = (record: string): string =>
  camel(record).replace(/(s|x|ch|(?<![aeiou])y)?$/, (end: string) => (end === "y" ? "ies" : end ? `${end}es` : "s"));

const label = "{ en zh }";
const reason = `{ code text ${label} record number }`;

// Quantities are shown with the unit of their item, which may stand one step behind a lot; its class narrows the attributes.
const unitBelow = (name: string): string =>
  name === "Item" ? "itemClass unit { id symbol decimals }" : name === "Lot" ? "item { id unit { id symbol decimals } }" : "";

function refSelection(target: string): string {
  return `{ id number title ${label} ${unitBelow(target)} }`;
}

function selection(name: string, field: Field): string {
  return field.kind === "ref" ? `${name} ${refSelection(field.target)}` : name;
}

const selections = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, field]) => selection(name, field))
    .join(" ");

const stateOf = (record: AnyRecord): string => (record.states ? "state" : "");
const siteOf = (record: AnyRecord): string => (record.site ? `site ${refSelection("Site")}` : "");

/** The child-row sets of a record. */
export function lineSets(record: AnyRecord): [string, Lines][] {
  return Object.entries<Lines>(record.lines ?? {});
}

/** The fields a list asks for: its columns, and what their units need. */
function listFields(record: AnyRecord, columns: readonly string[]): string {
  const fields: Fields = record.fields;
  const units = columns.flatMap((column) => {
    const field = fields[column];
    return field?.kind === "quantity"
      ? field.unitOf
        ? [field.unitOf]
        : ["item", "lot"].filter((name) => fields[name]?.kind === "ref").slice(0, 1)
      : [];
  });
  const named = [...new Set([...columns, ...units])].flatMap((column) => {
    const field = fields[column];
    return field ? [selection(column, field)] : column === "site" ? [siteOf(record)] : [];
  });
  return ["id number version createdAt", stateOf(record), ...named].filter(Boolean).join(" ");
}

/** One page of a list; also answers the count when it is asked for. */
export function listDocument(name: RecordName, extra = ""): string {
  const record: AnyRecord = registry[name];
  return `query ${camel(name)}List($filter: ${name}Filter, $search: String, $sort: [String!], $first: Int, $after: String, $skip: Int, $count: Boolean!) {
    page: ${pluralOf(name)}(filter: $filter, search: $search, sort: $sort, first: $first, after: $after, skip: $skip) {
      totalCount @include(if: $count) totalCapped @include(if: $count) hasNextPage endCursor
      edges { node { ${listFields(record, record.list.columns)} ${extra} } }
    }
  }`;
}

const sums = `sums { column unit { key label ${label} decimals } n sum min max average }`;

/** One level of the groups of a list, over all its rows; `by` is a column, with its period for dates. */
export function groupsDocument(name: RecordName): string {
  return `query ${camel(name)}Groups($filter: ${name}Filter, $search: String, $by: String!, $first: Int, $after: String) {
    page: ${pluralOf(name)}Groups(filter: $filter, search: $search, by: $by, first: $first, after: $after) {
      groups { key label ${label} number count ${sums} } hasNextPage endCursor total
    }
  }`;
}

/** The count and the sums of all rows of a list. */
export function totalsDocument(name: RecordName): string {
  return `query ${camel(name)}Totals($filter: ${name}Filter, $search: String) {
    totals: ${pluralOf(name)}Totals(filter: $filter, search: $search) { count ${sums} }
  }`;
}

/** One record by its key, as a picker shows it. */
export function byIdDocument(name: RecordName): string {
  return `query ${camel(name)}ById($id: ID!) { record: ${camel(name)}(id: $id) { id number title ${label} ${unitBelow(name)} } }`;
}

/** A few records for a picker or a panel: number, title, state. */
export function findDocument(name: RecordName): string {
  const record: AnyRecord = registry[name];
  return `query ${camel(name)}Find($filter: ${name}Filter, $search: String, $sort: [String!], $first: Int) {
    page: ${pluralOf(name)}(filter: $filter, search: $search, sort: $sort, first: $first) { edges { node { id number title ${label} ${stateOf(record)} ${unitBelow(name)} } } }
  }`;
}

const file = `id kind name mediaType size sha256 replaces at by ${label}`;
const link = "id kind record number outgoing";
const entry = `{ id cursor at kind actor ${label} role operation reason source emergency terminal { number flaggedBy } changes { field old new }
  signature { id meaning statement printedName jobTitle onBehalfOf version contentHash signedAt zone reason components verdict }
  comments { id kind text } files { ${file} } moves { id label ${label} record number lot quantity unit from to remark } links { ${link} } }`;

const commentPerson = `{ id number name ${label} title ${label} }`;
/** The threads of a record, as its page and its commands ask for them. */
export const threadSelection = `{ id resolved resolvedAt resolvedBy ${commentPerson}
  comments { id text mine at withdrawnAt by ${commentPerson} mentions ${commentPerson} history { text at } } }`;

/** How much of the history a page brings along; the rest is asked for by its cursor. */
export const timelinePage = 60;

function recordSelection(record: AnyRecord): string {
  const lines = lineSets(record).map(([set, { fields }]) => `${set} { id position ${selections(fields)} }`);
  return [
    "id number version createdAt retainUntil",
    stateOf(record),
    siteOf(record),
    `title ${label}`,
    `createdBy ${refSelection("Person")}`,
    selections(record.fields),
    ...(record.attributes ? ["attributes"] : []),
    ...lines,
    `actions { name allowed reasons ${reason} }`,
  ].join(" ");
}

const isApproved = (record: AnyRecord): boolean => Object.values(actionsOf(record)).some((action) => action.approval);
const approvals = `approvals { action version outcome proposed steps { stage title ${label} permit roles state by ${label} behalf ${label} at reason dueAt } }`;

const evidence = `timeline(first: ${timelinePage}) ${entry} timelineSummary { all signatures changes comments moves people { id name ${label} } }
  changedFields comments ${threadSelection} links { ${link} } attachments { ${file} }`;

/** A record with everything its page shows. */
export function oneDocument(name: RecordName, extra = ""): string {
  return `query ${camel(name)}Page($number: String!) { record: ${camel(name)}(number: $number) { ${recordSelection(registry[name])} ${isApproved(registry[name]) ? approvals : ""} ${evidence} ${extra} } }`;
}

/** More of a record's history, or some of it. */
export function timelineDocument(name: RecordName): string {
  return `query ${camel(name)}Timeline($number: String!, $first: Int, $after: String, $kind: String, $who: ID, $from: Instant, $to: Instant, $reason: String, $source: String, $field: String) {
    record: ${camel(name)}(number: $number) { id timeline(first: $first, after: $after, kind: $kind, who: $who, from: $from, to: $to, reason: $reason, source: $source, field: $field) ${entry} }
  }`;
}

/** A record as it was at a moment. */
export function asOfDocument(name: RecordName): string {
  return `query ${camel(name)}AsOf($number: String!, $at: Instant!) { record: ${camel(name)}(number: $number) { id asOf(at: $at) } }`;
}

/** The versions of a record to choose from. */
export function versionsDocument(name: RecordName): string {
  return `query ${camel(name)}Versions($number: String!, $before: Int) {
    record: ${camel(name)}(number: $number) { id versions(first: 200, before: $before) { version at actor ${label} operation reason state } }
  }`;
}

/** Two versions or moments of a record, or one of it and one of another of its type. */
export function compareDocument(name: RecordName): string {
  const side = "{ exists number version state at }";
  const values = `{ field old new differs at reason actor ${label} }`;
  return `query ${camel(name)}Compare($number: String!, $from: String!, $to: String!, $with: String) {
    record: ${camel(name)}(number: $number) { id compare(from: $from, to: $to, with: $with) { from ${side} to ${side} fields ${values} lines { set position kind fields ${values} } } }
  }`;
}

/** Some records as they were at a moment, e.g. all revisions of one thing. */
export function asOfListDocument(name: RecordName): string {
  return `query ${camel(name)}AsOfList($filter: ${name}Filter, $first: Int, $at: Instant!) {
    page: ${pluralOf(name)}(filter: $filter, first: $first) { edges { node { id asOf(at: $at) } } }
  }`;
}

export function createDocument(name: RecordName): string {
  return `mutation create${name}($commandId: ID!, $input: Create${name}Input!) {
    record: create${name}(commandId: $commandId, input: $input) { id number version }
  }`;
}

export function editDocument(name: RecordName): string {
  const { edit }: AnyRecord = registry[name];
  const [variable, argument] = edit?.sign ? [", $signature: SignatureInput", ", signature: $signature"] : ["", ""];
  return `mutation edit${name}($commandId: ID!, $id: ID!, $version: Int!, $input: Edit${name}Input!, $reason: String${variable}) {
    record: edit${name}(commandId: $commandId, id: $id, version: $version, input: $input, reason: $reason${argument}) { id number version }
  }`;
}

/** The mutation of an action; it answers the record's new head only, the page then asks anew. */
export function actionDocument(name: RecordName, actionName: string): string {
  const action = actionsOf(registry[name])[actionName];
  const input = action?.input && (action.input.fields || action.input.rows);
  const pascal = actionName.charAt(0).toUpperCase() + actionName.slice(1);
  const variables = [
    "$commandId: ID!",
    "$id: ID!",
    "$version: Int!",
    ...(input ? [`$input: ${pascal}${name}Input`] : []),
    "$reason: String",
    ...(action?.sign ? ["$signature: SignatureInput"] : []),
  ];
  const args = variables.map((variable) => {
    const key = variable.slice(1, variable.indexOf(":"));
    return `${key}: $${key}`;
  });
  return `mutation ${actionName}${name}(${variables.join(", ")}) { record: ${actionName}${name}(${args.join(", ")}) { id number version ${stateOf(registry[name])} } }`;
}

/** Every document of the kit's record screens; `extra` gives what record types registered for page and list. */
export function allDocuments(
  extra: Readonly<Partial<Record<RecordName, { readonly select?: string; readonly listSelect?: string }>>> = {},
): string[] {
  return Object.keys(registry)
    .filter((name): name is RecordName => Object.hasOwn(registry, name))
    .flatMap((name) => {
      const record: AnyRecord = registry[name];
      const { select, listSelect } = extra[name] ?? {};
      return [
        listDocument(name, listSelect),
        // Panels and forms ask without what the type's own list and page add.
        ...(listSelect ? [listDocument(name)] : []),
        ...(select ? [oneDocument(name)] : []),
        groupsDocument(name),
        totalsDocument(name),
        findDocument(name),
        byIdDocument(name),
        oneDocument(name, select),
        asOfDocument(name),
        timelineDocument(name),
        versionsDocument(name),
        compareDocument(name),
        asOfListDocument(name),
        ...(record.create ? [createDocument(name)] : []),
        ...(record.edit ? [editDocument(name)] : []),
        ...Object.entries(actionsOf(record)).flatMap(([action, { permit }]) => (permit ? [actionDocument(name, action)] : [])),
      ];
    });
}
