/** In front of the application while a role asks for a second factor that the person has not set up; the server answers nothing else. */
import { Enrolment } from "../desk/account/Enrolment.tsx";
import { Passkeys } from "../desk/account/Passkeys.tsx";
import { useWords } from "../kit/lang.tsx";
import { useSession } from "../kit/session.tsx";
import { GateFrame } from "./GateFrame.tsx";

export default function FactorGate() {
  const { t, say } = useWords();
  const { session, refresh } = useSession();
  return (
    <GateFrame title={t("factor.firstTitle")} why={[t("factor.firstText", { name: say(session.name) }), t("factor.about")]}>
      <Enrolment replaces={false} onDone={refresh} />
      {/* A passkey is a second factor as well, and who has no password can set up only that. */}
      <Passkeys withCode={false} />
    </GateFrame>
  );
}
