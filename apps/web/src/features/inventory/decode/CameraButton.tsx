/** Holds a label before the camera: frames are searched one after the other until one shows a symbol. */
import { IconCamera } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { Dialog } from "../../../kit/Dialog.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Key } from "../../../kit/mark/Text.tsx";
import dialog from "../../../kit/record/dialog.module.css";
import { FailureText } from "../../../kit/states.tsx";
import css from "./decode.module.css";
import { codesIn, type Found } from "./picture.ts";
import { words } from "./words.ts";

interface Props {
  /** What the first symbol says that was seen, and what else was seen with it. */
  onFound: (found: Found) => void;
}

/** Browsers hand out a camera on a page that came by HTTPS or from this machine only: elsewhere there is no button. */
export function CameraButton({ onFound }: Props) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  if (!navigator.mediaDevices) return null;
  return (
    <>
      <Button icon={IconCamera} onClick={() => setOpen(true)}>
        {say(words.camera)}
      </Button>
      {isOpen && (
        <CameraDialog
          onClose={() => setOpen(false)}
          onFound={(found) => {
            setOpen(false);
            onFound(found);
          }}
        />
      )}
    </>
  );
}

type Trouble = "refused" | "none" | Extract<Found, { failure: unknown }>;

function CameraDialog({ onClose, onFound }: Props & { onClose: () => void }) {
  const { say } = useWords();
  const [stream, trouble] = useCamera();
  const [failed, setFailed] = useState<Trouble>();
  const wrong = trouble ?? failed;
  return (
    <Dialog name={say(words.camera)} onClose={onClose} size={640} closeOnClickOutside>
      <div className={`${dialog.dialog} ${css.camera}`}>
        <div className={dialog.head}>
          <h2>{say(words.camera)}</h2>
          <Key>Esc</Key>
        </div>
        {stream && <Screen stream={stream} onFound={onFound} onTrouble={setFailed} />}
        <p role="status">
          {wrong === undefined && say(stream ? words.cameraHold : words.cameraOpens)}
          {wrong === "refused" && say(words.cameraRefused)}
          {wrong === "none" && say(words.cameraNone)}
          {typeof wrong === "object" && <FailureText failure={wrong.failure} />}
        </p>
        <div className={dialog.buttons}>
          <Button onClick={onClose} autoFocus>
            {say(words.cameraClose)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What the camera sees, searched while it is shown. */
function Screen({ stream, onFound, onTrouble }: Props & { stream: MediaStream; onTrouble: (trouble?: Trouble) => void }) {
  const { say } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onFound);
  told.current = onFound;
  useEffect(() => {
    const { current: screen } = video;
    if (!screen) return;
    screen.srcObject = stream;
    const search = new AbortController();
    void searched(screen, search.signal, onTrouble).then((found) => found && told.current(found));
    return () => search.abort();
  }, [stream, onTrouble]);
  return <video ref={video} autoPlay playsInline muted aria-label={say(words.cameraPicture)} />;
}

/** The camera that looks away from the person, let go when the dialog closes. */
function useCamera(): readonly [MediaStream | undefined, "refused" | "none" | undefined] {
  const [stream, setStream] = useState<MediaStream>();
  const [trouble, setTrouble] = useState<"refused" | "none">();
  useEffect(() => {
    let isOver = false;
    const stop = (of: MediaStream) => {
      for (const track of of.getTracks()) track.stop();
    };
    const asked = navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    asked.then(
      (given) => {
        if (!isOver) setStream(given);
      },
      (error: unknown) => {
        if (!isOver) setTrouble(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none");
      },
    );
    return () => {
      isOver = true;
      asked.then(stop, () => undefined);
    };
  }, []);
  return [stream, trouble];
}

/** Waits between two frames, so that one camera leaves room for the readers of others. */
const pauseMs = 400;

/** Searches frames until one shows a symbol; what the server says meanwhile is told, and it is asked again. */
async function searched(
  screen: HTMLVideoElement,
  signal: AbortSignal,
  onTrouble: (trouble?: Trouble) => void,
): Promise<Found | undefined> {
  while (!signal.aborted) {
    // A video without a picture yet has no size.
    const found = screen.videoWidth > 0 ? await codesIn(screen) : undefined;
    if (signal.aborted) return undefined;
    if (typeof found === "object") {
      if ("codes" in found && found.codes.length > 0) return found;
      // Others are being read: not worth a word.
      onTrouble("failure" in found && !found.isBusy ? found : undefined);
    }
    await new Promise((later) => setTimeout(later, pauseMs));
  }
  return undefined;
}
