/** Being proved at the company's provider in a window beside this page: what was typed here stays, and the page goes on when it is done. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Failure } from "./failure.ts";
import { useWords } from "./lang.tsx";
import { FailureText } from "./states.tsx";

export const askProviderMutation: TypedDocumentNode<{ address: string }, { purpose: string; intent: string | undefined }> = gql`
  mutation askProvider($purpose: String!, $intent: ID) { address: askProvider(purpose: $purpose, intent: $intent) }
`;

export const arriveMutation: TypedDocumentNode<
  { arrival: { purpose: string; asks: readonly { code: string }[] } },
  { search: string }
> = gql`
  mutation arriveFromProvider($search: String!) { arrival: arriveFromProvider(search: $search) { purpose asks { code } } }
`;

/** What a window was opened for. */
interface Errand {
  readonly purpose: string;
  readonly intent: string | null;
}

interface Arrived extends Errand {
  readonly failure: Failure | undefined;
}

// The provider's pages are of another origin, so the two windows do not know each other; a channel of our origin joins them.
const channelName = "lotline.provider";

/** Tells the page that waits what became of its errand. */
export function tellArrival({ purpose, intent }: Errand, failure: Failure | undefined): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ purpose, intent, failure } satisfies Arrived);
  channel.close();
}

const addressOf = ({ purpose, intent }: Errand): string =>
  `/sign-in/provider?${new URLSearchParams({ purpose, beside: "1", ...(intent ? { intent } : {}) })}`;

export interface Asking {
  /** Opens the window and waits. @returns true once the person was proved; else `trouble` says why */
  readonly go: (purpose: string, intent?: string) => Promise<boolean>;
  /** A window is open, or could not be opened by itself. */
  readonly waiting: boolean;
  readonly trouble: ReactNode;
}

export function useProvider(): Asking {
  const { t } = useWords();
  const [standing, setStanding] = useState<{ readonly blocked?: string; readonly waiting?: boolean; readonly failure?: Failure }>(
    {},
  );
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  const go: Asking["go"] = (purpose, intent) => {
    stop.current?.();
    const errand: Errand = { purpose, intent: intent ?? null };
    const address = addressOf(errand);
    // At once, or the browser takes it for a window that nobody asked for.
    const opened = window.open(address, "_blank", "popup,width=560,height=720");
    setStanding(opened ? { waiting: true } : { waiting: true, blocked: address });
    return new Promise((resolve) => {
      const channel = new BroadcastChannel(channelName);
      const end = (proved: boolean, failure?: Failure) => {
        channel.close();
        stop.current = undefined;
        setStanding(failure ? { failure } : {});
        resolve(proved);
      };
      stop.current = () => end(false);
      channel.onmessage = ({ data }: MessageEvent<Arrived>) => {
        if (data.purpose === errand.purpose && data.intent === errand.intent) end(data.failure === undefined, data.failure);
      };
    });
  };
  const { waiting = false, blocked, failure } = standing;
  const trouble = failure ? (
    <FailureText failure={failure} />
  ) : blocked ? (
    <p>
      {t("provider.blocked")}{" "}
      <a href={blocked} target="_blank" rel="noreferrer">
        {t("provider.open")}
      </a>
    </p>
  ) : (
    waiting && <p>{t("provider.waiting")}</p>
  );
  return { go, waiting, trouble };
}
