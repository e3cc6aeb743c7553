/** Starts the browser application. */
import { styleNonce } from "./trusted.ts";
import "@mantine/core/styles/baseline.layer.css";
import "@mantine/core/styles/default-css-variables.layer.css";
import "@mantine/core/styles/global.layer.css";
import "@mantine/core/styles/ScrollArea.layer.css";
import "@mantine/core/styles/UnstyledButton.layer.css";
import "@mantine/core/styles/VisuallyHidden.layer.css";
import "@mantine/core/styles/Paper.layer.css";
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import "@mantine/core/styles/Input.layer.css";
import "@mantine/core/styles/InlineInput.layer.css";
import "@mantine/core/styles/Checkbox.layer.css";
import "@mantine/core/styles/Combobox.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import "./global.css";
import { ApolloProvider } from "@apollo/client/react";
import { MantineProvider } from "@mantine/core";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { recordFeatures } from "../features/index.ts";
import { FeatureProvider } from "../kit/feature.tsx";
import { KeysProvider } from "../kit/keys.tsx";
import { LangProvider, loadFirstLang } from "../kit/lang.tsx";
import { makeClient, type SessionEvents } from "./apollo.ts";
import { router } from "./router.tsx";
import { SessionGate } from "./SessionGate.tsx";
import { resolveVariables, theme } from "./theme.ts";

let events: SessionEvents = { onBarred: () => undefined };
const client = makeClient({ onBarred: () => events.onBarred() });
const listen = (next: SessionEvents) => {
  events = next;
};

// To the company's provider and back: nobody need be signed in for it.
const ProviderWay = lazy(() => import("./ProviderWay.tsx"));
const onTheWay = location.pathname.startsWith("/sign-in/");

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const words = await loadFirstLang();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <LangProvider first={words}>
        <ApolloProvider client={client}>
          {onTheWay ? (
            <Suspense>
              <ProviderWay />
            </Suspense>
          ) : (
            <SessionGate client={client} listen={listen}>
              <KeysProvider>
                <FeatureProvider value={recordFeatures}>
                  <RouterProvider router={router} />
                </FeatureProvider>
              </KeysProvider>
            </SessionGate>
          )}
        </ApolloProvider>
      </LangProvider>
    </MantineProvider>
  </StrictMode>,
);
