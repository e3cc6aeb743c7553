/** What is asked and sent about the person's own notices. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

/** What a digest tells of one kind of message about one type of record. */
export interface DigestGroup {
  readonly message: string;
  readonly label: Label;
  readonly record: string;
  readonly count: number;
  readonly newest: readonly { readonly id: string; readonly number: string; readonly text: Label }[];
}

export interface Notice {
  readonly id: string;
  /** All that is marked with it. */
  readonly ids: readonly string[];
  /** Of the daily digest, which names no record of its own. */
  readonly digest: readonly DigestGroup[] | null;
  readonly message: string;
  readonly record: string;
  readonly number: string;
  readonly text: Label;
  readonly createdAt: string;
  readonly shownAt: string;
  readonly channel: string;
  readonly readAt: string | null;
  readonly doneAt: string | null;
}

/** open, unread, later or done. */
export const shelves = ["open", "unread", "later", "done"] as const;
export type Shelf = (typeof shelves)[number];

interface Notices {
  readonly notices: { readonly unread: number; readonly hasMore: boolean; readonly newest: readonly Notice[] };
}

export const noticesQuery: TypedDocumentNode<
  Notices,
  { first: number; before?: string | undefined; shelf?: string | undefined; message?: string | undefined }
> = gql`
  query notices($first: Int!, $before: ID, $shelf: String, $message: String) {
    notices(first: $first, before: $before, shelf: $shelf, message: $message) {
      unread hasMore
      newest { id ids message record number text { en zh } createdAt shownAt channel readAt doneAt
        digest { message label { en zh } record count newest { id number text { en zh } } } }
    }
  }
`;

export const markNoticesDocument: TypedDocumentNode<
  { markNotices: number },
  { commandId: string; ids: readonly string[]; as: string }
> = gql`
  mutation markNotices($commandId: ID!, $ids: [ID!]!, $as: String!) { markNotices(commandId: $commandId, ids: $ids, as: $as) }
`;

export const snoozeNoticesDocument: TypedDocumentNode<
  { snoozeNotices: number },
  { commandId: string; ids: readonly string[]; until: string }
> = gql`
  mutation snoozeNotices($commandId: ID!, $ids: [ID!]!, $until: Instant!) {
    snoozeNotices(commandId: $commandId, ids: $ids, until: $until)
  }
`;

export interface NoticeSetting {
  readonly digestHour: number;
  /** Null when the administrator has entered no address. */
  readonly mail: string | null;
  /** Null while the firm sends no mail. */
  readonly mailLanguage: string | null;
  readonly choices: readonly {
    readonly message: string;
    readonly label: Label;
    readonly channel: string;
    readonly mandatory: boolean;
    readonly byMail: "atOnce" | "digest" | "chosen" | "never";
  }[];
}

export const noticeSettingQuery: TypedDocumentNode<{ noticeSetting: NoticeSetting }, Record<string, never>> = gql`
  query noticeSetting { noticeSetting { digestHour mail mailLanguage choices { message label { en zh } channel mandatory byMail } } }
`;

export const chooseNoticesDocument: TypedDocumentNode<
  { noticeSetting: NoticeSetting },
  { commandId: string; channels: Readonly<Record<string, string>>; digestHour: number; mailLanguage: string | undefined }
> = gql`
  mutation chooseNotices($commandId: ID!, $channels: JSON!, $digestHour: Int!, $mailLanguage: String) {
    noticeSetting: chooseNotices(commandId: $commandId, channels: $channels, digestHour: $digestHour, mailLanguage: $mailLanguage) {
      digestHour mail mailLanguage choices { message label { en zh } channel mandatory byMail }
    }
  }
`;

/** Notices about one record, in the order of the newest of each. */
export interface NoticeGroup {
  readonly key: string;
  readonly record: string;
  readonly number: string;
  readonly notices: readonly Notice[];
}

export function groupsOf(notices: readonly Notice[]): NoticeGroup[] {
  const groups = Map.groupBy(notices, ({ id, digest, record, number }) => (digest ? `digest ${id}` : `${record} ${number}`));
  return [...groups].map(([key, all]) => ({ key, record: all[0]?.record ?? "", number: all[0]?.number ?? "", notices: all }));
}
