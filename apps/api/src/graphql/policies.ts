/** Who may call an operation at all, declared for each of them; an operation without a policy does not build (deny by default). */
import { actionsOf } from "@lotline/schema";
import type { GraphQLObjectType, GraphQLSchema } from "graphql";
import { camel, recordNames, specOf } from "../base/names.ts";
import type { Request, Seen } from "../read/request.ts";
import { mutationOf, pluralOf } from "./expose.ts";

/**
 * `everybody`: also who is not signed in. `session`: whoever is signed in and may work; what is answered follows from the permits
 * and sites of the person. `owner`: a session that must change its password may too. A permit: of the record file.
 */
export type Policy = "everybody" | "session" | "owner" | { readonly permit: string };

/** The operations that are written by hand; those of the records follow from the record files. */
const byHand: { readonly [operation: string]: Policy } = {
  installation: "everybody",
  me: "everybody",
  login: "everybody",
  demoLogin: "everybody",
  logout: "everybody",
  lock: "everybody",
  unlock: "everybody",
  firstStart: "everybody",
  enterFirstAdministrator: "everybody",
  changePassword: "owner",
  secondFactor: "owner",
  offerSecondFactor: "owner",
  confirmSecondFactor: "owner",
  removeSecondFactor: "owner",
  account: "session",
  givePassword: { permit: "person.change" },
  resetPassword: { permit: "person.change" },
  confirmReset: { permit: "person.identify" },
  resetSecondFactor: { permit: "person.change" },
  passkeys: "owner",
  offerPasskey: "owner",
  enrolPasskey: "owner",
  enrolTerminal: { permit: "terminal.enrol" },
  removePasskey: "owner",
  askPasskey: "everybody",
  passkeyLogin: "everybody",
  passkeyUnlock: "everybody",
  askProvider: "everybody",
  arriveFromProvider: "everybody",
  addSecondFactor: "everybody",
  providerSignOut: "everybody",
  signInMeans: { permit: "session.end" },
  acceptStatement: "session",
  accountabilityStatement: "session",
  attributes: "session",
  bulkVerdicts: "session",
  cancelJob: "session",
  checkChain: { permit: "operations.run" },
  configurationChanges: { permit: "audit.read" },
  copyDownloads: { permit: "copy.read" },
  copyPreview: { permit: "copy.read" },
  chooseNotices: "session",
  editComment: "session",
  endSessions: "session",
  correctImport: "session",
  checkImport: "session",
  commitImport: "session",
  discardImport: "session",
  identityProof: { permit: "personIdentity.read" },
  importBatch: "session",
  imports: "session",
  health: { permit: "operations.read" },
  mapImport: "session",
  undoImport: "session",
  inspectionViews: { permit: "inspector.read" },
  job: "session",
  jobs: "session",
  labelPreview: { permit: "label.read" },
  leaveRecord: "session",
  lookAtRecord: "session",
  kpis: "session",
  markNotices: "session",
  mentionable: "session",
  minimumStaffing: { permit: "grant.read" },
  movementTotals: { permit: "lot.read" },
  movements: { permit: "lot.read" },
  noteReview: "session",
  noticeSetting: "session",
  notices: "session",
  numberPreview: { permit: "rule.propose" },
  openSessions: "session",
  pauseTask: "session",
  peopleWithoutProof: { permit: "personIdentity.read" },
  postComment: "session",
  readDeviceFile: { permit: "deviceRecord.read" },
  recordKeeping: "session",
  reopenComment: "session",
  ruleChoices: "session",
  ruleSettings: { permit: "rule.read" },
  replyComment: "session",
  proveTrail: { permit: "audit.read" },
  qualificationStandings: { permit: "qualification.read" },
  resolveComment: "session",
  resumeTask: "session",
  retention: { permit: "retention.read" },
  retryJob: "session",
  reviewCase: "session",
  reviewDecisions: { permit: "review.measure" },
  reviewQuality: { permit: "review.measure" },
  reviewQueue: "session",
  roleSimulation: { permit: "grant.read" },
  runJob: "session",
  scannedLine: { permit: "receipt.perform" },
  scanned: "session",
  search: "session",
  separationReport: { permit: "grant.read" },
  sendTestMail: { permit: "operations.run" },
  signInDelays: "session",
  signManifest: "session",
  signatureIntent: "session",
  signatureManifest: "session",
  companySetup: "session",
  setupProgress: "session",
  takeStarter: "session",
  setSigningCode: "session",
  signingCode: "session",
  snoozeNotices: "session",
  startBulk: "session",
  supplierComparison: { permit: "supplier.read" },
  supplierPerformance: { permit: "supplier.read" },
  takeOverRecord: "session",
  todo: "session",
  trace: "session",
  traceWhy: "session",
  trail: { permit: "audit.read" },
  withdrawComment: "session",
  workItems: "session",
};

/** The policy of every operation that may exist. */
export function declaredPolicies(): ReadonlyMap<string, Policy> {
  const all = new Map<string, Policy>(Object.entries(byHand));
  for (const record of recordNames) {
    const spec = specOf(record);
    const plural = pluralOf(record);
    for (const query of [camel(record), plural, `${plural}Groups`, `${plural}Totals`]) all.set(query, { permit: spec.read });
    if (spec.create) all.set(`create${record}`, { permit: spec.create.permit });
    if (spec.edit) all.set(`edit${record}`, { permit: spec.edit.permit });
    for (const [name, { permit }] of Object.entries(actionsOf(spec))) if (permit) all.set(mutationOf(record, name), { permit });
  }
  return all;
}

/** What is asked about the asker alone, or about the program: nothing that an inspector saw. */
const ownOperations: ReadonlySet<string> = new Set([
  "accountabilityStatement",
  "attributes",
  "job",
  "jobs",
  "noticeSetting",
  "notices",
  "openSessions",
]);

/** What a query of the records shows. */
const shows = new Map<string, Pick<Seen, "kind" | "record">>(
  recordNames.flatMap((record) => {
    const plural = pluralOf(record);
    const lists = [plural, `${plural}Groups`, `${plural}Totals`].map((name) => [name, { kind: "list", record }] as const);
    return [[camel(record), { kind: "record", record }] as const, ...lists];
  }),
);

/** Answers an inspector once the look is written down. */
async function noted(
  request: Request,
  operation: string,
  asked: { readonly number?: unknown },
  answer: unknown,
): Promise<unknown> {
  const shown = await answer;
  const number = Reflect.get(Object(shown), "number") ?? asked.number;
  await request.note({
    kind: "query",
    ...shows.get(operation),
    operation,
    number: typeof number === "string" ? number : undefined,
    isFound: shown !== null && shown !== undefined,
    asked,
  });
  return shown;
}

const operationsOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type !== undefined && type !== null,
  );

/**
 * The schema, with a session demanded before each operation that needs one, whatever its resolver forgets. Permits are judged with
 * the rows, inside the transaction, where all reasons are known. @throws for an operation without a policy, and for a policy of none;
 * the schema is as it was then
 */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const policies = declaredPolicies();
  const fields = operationsOf(schema).flatMap((type) =>
    Object.entries(type.getFields()).map(([name, field]) => ({ type, name, field })),
  );
  const undeclared = fields.flatMap(({ type, name }) => (policies.has(name) ? [] : [`${type.name}.${name}`]));
  if (undeclared.length > 0)
    throw new Error(`without a declared policy: ${undeclared.join(", ")}; say in graphql/policies.ts who may call it`);
  const idle = Object.keys(byHand).filter((declared) => !fields.some(({ name }) => name === declared));
  if (idle.length > 0) throw new Error(`graphql/policies.ts speaks of operations that do not exist: ${idle.join(", ")}`);
  for (const { type, name, field } of fields) {
    const policy = policies.get(name);
    if (policy === "everybody" || policy === "owner") continue;
    const { resolve } = field;
    field.resolve = (source, args, request: Request, info) => {
      // Throws why this request may neither read nor write.
      void request.ctx;
      if (type === schema.getMutationType()) request.requireWriter();
      const answer: unknown = resolve?.(source, args, request, info);
      return request.isNoted && !ownOperations.has(name) ? noted(request, name, args, answer) : answer;
    };
  }
  return schema;
}
