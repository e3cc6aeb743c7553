import type { Secrets } from "./company.ts";

/** The argon2id hashes of the demo password and signing code (people.ts); fixed, so that a rebuilt demo is the same. */
export const demoSecrets: Secrets = {
  passwordHash: "$argon2id$v=19$m=47104,t=1,p=1$ZGVtby1wYXNzd29yZF9fXw$yNSULAFh32YzDQeHlnjCRANAo4OF2r3oN6t9Lt0tL5E",
  codeHash: "$argon2id$v=19$m=47104,t=1,p=1$ZGVtby1jb2RlX19fX19fXw$Kl+yxJWuT0L+IeCpI+lUVIL0+E/QPTl8EDfxhPZ6goA",
};
