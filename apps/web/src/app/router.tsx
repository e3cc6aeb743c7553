/** The addresses of the application. The whole view of a list lives in its query string; values are plain texts, checked on reading. */
import { readAddress, readSearch, type Search, writeAddress } from "@lotline/schema";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { featurePages } from "../features/index.ts";
import { recordOfSlug } from "../kit/path.ts";
import { NotFound, PageError } from "./PageError.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: PageError,
  validateSearch: (search: Record<string, unknown>): Search => readSearch(search),
});

const known = (slug: string) => {
  if (!recordOfSlug(slug)) throw notFound();
};

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../features/home/Home.tsx"), "Home"),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  component: lazyRouteComponent(() => import("../desk/inbox/InboxPage.tsx")),
});
const help = createRoute({
  getParentRoute: () => root,
  path: "/help",
  component: lazyRouteComponent(() => import("../desk/help/HelpPage.tsx")),
});
const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazyRouteComponent(() => import("./Password.tsx"), "PasswordPage"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("../desk/account/AccountPage.tsx"), "AccountPage"),
});
const sessions = createRoute({
  getParentRoute: () => root,
  path: "/sessions",
  component: lazyRouteComponent(() => import("../desk/account/EverybodyPage.tsx"), "EverybodyPage"),
});
const list = createRoute({
  getParentRoute: () => root,
  path: "/$record",
  beforeLoad: ({ params }) => known(params.record),
  component: lazyRouteComponent(() => import("../kit/list/ListPage.tsx"), "ListPage"),
});
const create = createRoute({
  getParentRoute: () => root,
  path: "/$record/new",
  beforeLoad: ({ params }) => known(params.record),
  component: lazyRouteComponent(() => import("../kit/form/FormPage.tsx"), "CreatePage"),
});
const record = createRoute({
  getParentRoute: () => root,
  path: "/$record/$number",
  beforeLoad: ({ params }) => known(params.record),
  component: lazyRouteComponent(() => import("../kit/record/RecordPage.tsx"), "RecordPage"),
});
const edit = createRoute({
  getParentRoute: () => root,
  path: "/$record/$number/edit",
  beforeLoad: ({ params }) => known(params.record),
  component: lazyRouteComponent(() => import("../kit/form/FormPage.tsx"), "EditPage"),
});
const pages = featurePages.map((page) =>
  createRoute({ getParentRoute: () => root, path: page.to, component: lazyRouteComponent(page.page) }),
);

export const router = createRouter({
  routeTree: root.addChildren([home, help, inbox, password, account, sessions, list, create, record, edit, ...pages]),
  parseSearch: readAddress,
  stringifySearch: (search) => {
    const text = writeAddress(search);
    return text && `?${text}`;
  },
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
