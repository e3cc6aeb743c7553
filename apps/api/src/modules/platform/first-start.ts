/** The first start of an empty system in the browser, as the resolver sees it; the server gives it while nobody is there (ADR 51). */
export interface FirstStart {
  /** The posts to fill, with who has entered; null once the first two administrators exist. @throws UNAUTHENTICATED for a wrong code */
  posts(code: string): Promise<readonly FirstPostStanding[] | null>;
  /** False once somebody is in the system. */
  isOpen(): Promise<boolean>;
  /**
   * Enters who holds a post, with a password of their own; the second one makes both. @returns whether the system has its people now
   * @throws UNAUTHENTICATED for a wrong code, BAD_USER_INPUT for what is wrong in the form, REFUSED for a post that is taken
   */
  enter(code: string, post: string, person: FirstEntry): Promise<boolean>;
}

export interface FirstPostStanding {
  readonly key: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** The user name of who has entered. */
  readonly takenBy: string | null;
}

export interface FirstEntry {
  readonly login: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly password: string;
}
