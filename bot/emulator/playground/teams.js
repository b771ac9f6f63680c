/** Plays Teams for the page in a frame: answers what @microsoft/teams-js asks of the client around it. */

const RUNTIME = { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {} };
const LIBRARY = "2.58.0"; // whose questions are answered here

/** @typedef {{id: number, uuidAsString?: string, func: string, args?: unknown[]}} Question */

/**
 * @param {HTMLIFrameElement} frame
 * @param {{context: () => object, token: () => Promise<string>}} answers
 * @returns {{say: (func: string, ...args: unknown[]) => void}} tells the page something unasked
 */
export function host(frame, answers) {
  const asked = {
    initialize: () => ["content", "web", JSON.stringify(RUNTIME), LIBRARY],
    getContext: () => [answers.context()],
    "authentication.getAuthToken": () => answers.token().then((token) => [true, token], ({ message }) => [false, message]),
  };
  addEventListener("message", async ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== originOf(frame) || !Object.hasOwn(asked, String(data?.func))) return;
    const args = await asked[data.func]();
    frame.contentWindow.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args }, origin);
  });
  return {
    say: (func, ...args) => frame.src && frame.contentWindow.postMessage({ func, args }, originOf(frame)),
  };
}

const originOf = (frame) => (frame.src ? new URL(frame.src).origin : "");
