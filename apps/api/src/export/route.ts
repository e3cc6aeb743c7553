/** POST /exports/<record>: exactly the view as a file; permission, site scope and filters are those of the list itself. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type RecordName, specOfName } from "@lotline/schema";
