// The program itself. The only file that imports the shell's own interface.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { EVENT_NAME } from "./gen/commands";
import type { Drop, PageEvent, Program, Stop } from ".";

export const tauri: Program = {
  call: (name, request) => invoke(name, { request }),

  listen: (handler) => stopLater(listen<PageEvent>(EVENT_NAME, (event) => handler(event.payload))),

  onDrop: (handler) =>
    stopLater(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === "leave") {
          handler({ phase: "leave" });
          return;
        }
        const place = { x: payload.position.x / devicePixelRatio, y: payload.position.y / devicePixelRatio };
        const drop: Drop =
          payload.type === "drop" ? { phase: "drop", paths: payload.paths, ...place } : { phase: "over", ...place };
        handler(drop);
      }),
    ),
};

/** The shell hands the way to stop a listener only once it listens. */
function stopLater(listening: Promise<Stop>): Stop {
  return () => void listening.then((stop) => stop());
}
