/** Security headers of every answer (ASVS 3.4, REQ-ACC-11), and the place where browsers report breaches of the content policy. */
import { randomBytes } from "node:crypto";
import { type Request, type RequestHandler, type Response, Router } from "express";
import type { Logger } from "pino";
import { jsonBody } from "./body.ts";

/** Nothing of another origin, no inline script, no eval; markup from text only through the policy `default` (apps/web/src/app/trusted.ts). */
const contentPolicy = (nonce: string | null): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ""}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
    "report-uri /csp-reports",
  ].join("; ");

// What the product never asks of a browser.
const unused = [
  "accelerometer",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
];
/** The camera is for reading symbols (ADR 57): of this origin's own pages, and the person is asked. */
const permissions = [...unused.map((feature) => `${feature}=()`), "camera=(self)"].join(", ");

/** @param https whether browsers reach the app by TLS, its own or a proxy's */
export function securityHeaders(https: boolean): RequestHandler {
  const fixed = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": permissions,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": contentPolicy(null),
    // One year (ASVS 3.4.1). Not for subdomains: they are the firm's own business.
    ...(https ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
  return (_request, response, next) => {
    response.set(fixed);
    next();
  };
}

/** Sends the page with a nonce of its own for the style elements that the widgets make; the page hands it on from its meta tag. */
export function sendPage(response: Response, html: string): void {
  const nonce = randomBytes(18).toString("base64");
  response
    .set({ "Cache-Control": "no-cache", "Content-Security-Policy": contentPolicy(nonce) })
    .type("html")
    .send(html.replace("</title>", `</title>\n    <meta name="style-nonce" content="${nonce}" />`));
}

const reportsPerMinute = 60;

const cut = (value: unknown): string =>
  (typeof value === "string" ? value : "").replace(/[^\x20-\x7e\u00a0-\uffff]/g, " ").slice(0, 200);

/** Takes the browsers' reports and writes them to the log; bounded in size and number, because anybody may post anything here. */
export function policyReports(log: Logger): Router {
  let minute = 0;
  let count = 0;
  const take = (request: Request, response: Response) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, count] = [now, 0];
    count += 1;
    // What comes after the limit is dropped without a word: a browser does nothing with the answer.
    if (count <= reportsPerMinute) {
      const told = Object(Object(request.body)["csp-report"]) as { [member: string]: unknown };
      const breach = {
        directive: cut(told["effective-directive"] ?? told["violated-directive"]),
        blocked: cut(told["blocked-uri"]),
        page: cut(told["document-uri"]),
        sample: cut(told["script-sample"]),
      };
      log.warn({ breach }, "content policy breached in a browser");
    }
    response.status(204).end();
  };
  const routes = Router();
  routes.post("/", ...jsonBody(() => 10_000, ["application/csp-report", "application/json"]), take);
  return routes;
}
