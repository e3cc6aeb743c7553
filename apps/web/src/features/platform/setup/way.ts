/** Addresses of steps as links of the router: the path, and what stands behind the question mark. */
import { readAddress, type Search } from "@lotline/schema";

/** `/rule/new?key=default` → path and search. */
export function linkOf(address: string): { readonly to: `/${string}`; readonly search: Search } {
  const [path = "", query = ""] = address.slice(1).split("?", 2);
  return { to: `/${path}`, search: readAddress(query) };
}
