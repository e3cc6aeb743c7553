import { describe, expect, it } from "vitest";
import { AppError } from "./error.ts";
import { sqlState, unavailable } from "./unavailable.ts";

const withCode = (code: string, message = "x") => Object.assign(new Error(message), { code });

describe("[REQ-REC-03] an error of the database", () => {
  // What pg and Node say when a server goes down while it is asked.
  const lost = [
    new Error("Connection terminated unexpectedly"),
    new Error("Client has encountered a connection error and is not queryable"),
    new Error("Client was closed and is not queryable"),
    new Error("timeout expired"),
    new Error("timeout exceeded when trying to connect"),
    withCode("ECONNRESET"),
    withCode("ECONNREFUSED"),
    withCode("EPIPE"),
    new Error("a query failed", { cause: withCode("ECONNRESET") }),
  ];

  it.each(lost.map((error) => [error.message === "x" ? String(Reflect.get(error, "code")) : error.message, error] as const))(
    "that says “%s” is a lost connection: the same request may be sent again",
    (_, error) => {
      expect([sqlState(error), unavailable(error)?.code]).toEqual(["08006", "BUSY"]);
    },
  );

  it("that passes by itself is told as busy; a defect and a refusal are not", () => {
    const codes = ["40001", "40P01", "25006", "57P01", "57P02", "57P03", "53100", "53300", "ENOSPC"];
    expect(codes.map((code) => unavailable(withCode(code))?.code)).toEqual(codes.map(() => "BUSY"));
    expect(["23505", "42P01", "22003"].map((code) => unavailable(withCode(code)))).toEqual([null, null, null]);
    expect([unavailable(new Error("undefined is not a function")), unavailable(new AppError("REFUSED"))]).toEqual([null, null]);
  });
});
