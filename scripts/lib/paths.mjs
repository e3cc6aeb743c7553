/** Places of the repository that several scripts name. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Kept with node_modules: removing those forgets everything that was remembered here. */
export const cache = join(root, "node_modules", ".cache", "lotline");
export const bin = join(root, "node_modules", ".bin");
