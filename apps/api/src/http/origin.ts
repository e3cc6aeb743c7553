/** Who may send what: requests of our own page only, by the methods and in the media types that are understood (ASVS 3.5, 4.1). */
import type { Request, RequestHandler } from "express";
import { type Refusal, refuse } from "./refuse.ts";

const foreign: Refusal = {
  status: 403,
  code: "ORIGIN",
  text: { en: "Requests from other origins are refused.", zh: "拒绝来自其他来源的请求。" },
};

/** A page of another origin may not ask here, whatever cookie the browser would send along. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  if (isForeign(request)) return refuse(request, response, foreign);
  next();
};

function isForeign({ headers }: Request): boolean {
  const { origin, host } = headers;
  // "null" is the origin of sandboxed and local pages; it is nobody's.
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== host)) return true;
  // Browsers say where a request comes from even without an Origin; "none" is an address typed by the person.
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/** Refuses other methods than these. */
export const onlyMethods =
  (...methods: readonly string[]): RequestHandler =>
  (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set("Allow", methods.join(", "));
    refuse(request, response, {
      status: 405,
      code: "METHOD",
      text: { en: `Only ${methods.join(", ")} is answered here.`, zh: `此地址仅接受 ${methods.join("、")} 请求。` },
    });
  };

/** Refuses a body that does not say that it is JSON in UTF-8: no form and no plain text reaches the parser. */
export const onlyJson: RequestHandler = (request, response, next) => {
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "").toLowerCase().split(";");
  const others = parameters
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter && !/^charset="?utf-8"?$/.test(parameter));
  if (type.trim() === "application/json" && others.length === 0) return next();
  refuse(request, response, {
    status: 415,
    code: "CONTENT_TYPE",
    text: { en: "The body must be application/json in UTF-8.", zh: "请求体须为 UTF-8 编码的 application/json。" },
  });
};
