import { auditExport } from "./audit-export.ts";
import { auditVerify } from "./audit-verify.ts";
import { backup } from "./backup.ts";
import type { Command } from "./command.ts";
import { drill } from "./drill.ts";
import { migrateDatabase } from "./migrate.ts";
import { restore } from "./restore.ts";
import { samplingPlan } from "./sampling-plan.ts";
import { seed } from "./seed.ts";
import { setup } from "./setup.ts";
import { status } from "./status.ts";
import { udiGs1, udiLint, udiParse } from "./udi.ts";
import { userAdd } from "./user-add.ts";
import { userConfirm } from "./user-confirm.ts";
import { userDisable } from "./user-disable.ts";
import { userPassword } from "./user-password.ts";
import { userReset } from "./user-reset.ts";
import { userResetFactor } from "./user-reset-factor.ts";

/** Every command of the command line, in the order of the help. They load what is heavy only when they run. */
export const commands: readonly Command[] = [
  setup,
  migrateDatabase,
  seed,
  status,
  userAdd,
  userDisable,
  userReset,
  userResetFactor,
  userConfirm,
  userPassword,
  auditVerify,
  auditExport,
  backup,
  restore,
  drill,
  samplingPlan,
  udiParse,
  udiGs1,
  udiLint,
];
