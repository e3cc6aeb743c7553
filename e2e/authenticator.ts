/** The device that keeps passkeys, played by the browser itself (Chromium's virtual authenticator). */
import type { CDPSession, Page } from "@playwright/test";

/** A device with a check of its user, as a telephone or a laptop has it. */
export interface Device {
  /** Whether it recognises its user from now on. */
  recognises(user: boolean): Promise<void>;
}

/** Gives this page's browser such a device; every question to it is answered at once. */
export async function withDevice(page: Page): Promise<Device> {
  const browser: CDPSession = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognises: async (isUserVerified) =>
      void (await browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified })),
  };
}
