/** Cards, drawn by Microsoft's own renderer with the host config of Teams. */

import { make } from "./elements.js";
import { theme } from "./theme.js";
import { word } from "./words.js";

const { AdaptiveCard, HostConfig, SerializationContext, Versions } = globalThis.AdaptiveCards ?? {};
const markdown = globalThis.markdownit?.({ html: false, linkify: false, breaks: true });
const hosts = {};

/** Reads both host configs and teaches the renderer markdown; false when its files cannot be had. */
export async function start() {
  if (!AdaptiveCard || !markdown) return false;
  try {
    for (const name of ["light", "dark"]) hosts[name] = await (await fetch(`hostconfig-${name}.json`)).json();
  } catch {
    return false;
  }
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = renderMarkdown(text);
    result.didProcess = true;
  };
  return true;
}

/** Markdown as HTML, with raw HTML shown as text and links that open elsewhere. */
export const renderMarkdown = (text) => markdown.render(text);

if (markdown) {
  markdown.renderer.rules.link_open = (tokens, at, options, _, self) => {
    tokens[at].attrSet("target", "_blank");
    tokens[at].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, at, options);
  };
}

/**
 * @param {object} content the card's JSON
 * @param {(action: any, inputs: Record<string, string>) => void} onPress called with valid inputs only
 */
export function draw(content, onPress) {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hosts[theme()]);
  card.onExecuteAction = (action) => execute(action, onPress);
  card.parse(content, new SerializationContext(Versions.v1_5));
  const drawn = card.render();
  if (!drawn) return make("p", { className: "quiet" }, word("card.broken"));
  tidy(drawn);
  card.onInlineCardExpanded = () => tidy(drawn);
  return make("div", { className: "card", lang: content.lang ?? "" }, drawn);
}

/** The ids of a card are its own: on the page they would collide with other cards and with the page. */
function tidy(drawn) {
  drawn.removeAttribute("tabindex");
  for (const button of drawn.querySelectorAll("[aria-controls]")) button.removeAttribute("aria-controls");
  for (const element of drawn.querySelectorAll("[id]:not([id^='__ac-'])")) element.removeAttribute("id");
}

function execute(action, onPress) {
  const kind = action.getJsonTypeName();
  if (kind === "Action.OpenUrl") openAddress(action.url);
  if (kind === "Action.Execute" || kind === "Action.Submit") onPress(action, inputsOf(action));
}

/** Only what Teams would open: never a script. */
function openAddress(address) {
  if (/^(https?|mailto|tel):/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

/** What the renderer would merge into the data of this action. */
function inputsOf(action) {
  const filled = Object.entries(action.getReferencedInputs()).filter(([, input]) => input.isSet());
  return Object.fromEntries(filled.map(([id, input]) => [id, String(input.value)]));
}

/** The action as its card says it, without inputs. @returns {import("./tenant.js").Pressed} */
export function pressed(action) {
  const { type, title, verb, id, data } = action.toJSON();
  return { type, title, verb, id, data: data ?? {} };
}

/** The line by which a card is read out: its first text. @param {any} content */
export function firstLine(content) {
  const texts = (content?.body ?? []).flatMap((element) => element.text ?? firstLine({ body: element.items }) ?? []);
  return texts[0] ?? null;
}
