import { visible, words } from "./dom";
import { iconOf, type Shape } from "./icons";
import { fittingLabels } from "./labels";
import type { State } from "./state";
import { manyElements, type Palette } from "./style";

export interface Picture { text: string; width: number; height: number }

const escape = (text: string): string =>
  visible(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, "\ufffd").replace(/[<>&"]/g, sign => `&#${sign.charCodeAt(0)};`);
const round = (number: number): string => String(Math.round(number * 10) / 10);

function outline(shape: Shape, x: number, y: number, half: number): string {
  const at = (points: [number, number][]): string => `<polygon points="${points.map(([dx, dy]) => `${round(x + dx * half)},${round(y + dy * half)}`).join(" ")}"`;
  switch (shape) {
    case "ellipse": return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(half)}"`;
    case "round-diamond": return at([[0, -1], [1, 0], [0, 1], [-1, 0]]);
    case "round-hexagon": return at([[-1, 0], [-0.5, -1], [0.5, -1], [1, 0], [0.5, 1], [-0.5, 1]]);
    case "round-rectangle": return `<rect x="${round(x - half)}" y="${round(y - half)}" width="${round(2 * half)}" height="${round(2 * half)}" rx="${round(half * 0.3)}"`;
  }
}

/** What is shown, as a drawing that stands alone: links, nodes, the labels that fit, a legend. */
export function toSvg(state: State, colours: Palette): Picture {
  const { cy, model } = state, margin = 60, legend = 34;
  const box = cy.elements().nonempty() ? cy.elements().boundingBox({}) : { x1: 0, y1: 0, x2: 400, y2: 200 };
  const left = box.x1 - margin, top = box.y1 - margin, width = Math.max(520, box.x2 - box.x1 + 2 * margin), height = box.y2 - box.y1 + 2 * margin + legend;
  const parts: string[] = [], hasArrows = model.nodes.size + model.links.length <= manyElements;

  cy.nodes(".group").forEach(element => {
    if (element.hasClass("folded")) return;
    const frame = element.boundingBox({ includeOverlays: false });
    parts.push(`<rect x="${round(frame.x1)}" y="${round(frame.y1)}" width="${round(frame.w)}" height="${round(frame.h)}" rx="10" fill="${colours.group}" stroke="${colours.edge}" stroke-dasharray="5 4"/>`);
  });
  cy.edges().forEach(element => {
    const from = element.source().position(), to = element.target().position(), length = Math.hypot(to.x - from.x, to.y - from.y);
    const cut = hasArrows && length > 0 ? ((element.target().data("size") as number) / 2 + 5) / length : 0;
    const isOnPath = element.hasClass("on-path");
    parts.push(`<line x1="${round(from.x)}" y1="${round(from.y)}" x2="${round(to.x - (to.x - from.x) * cut)}" y2="${round(to.y - (to.y - from.y) * cut)}" stroke="${isOnPath ? colours.path : colours.edge}" stroke-width="${isOnPath ? 4 : 1.4}"${hasArrows ? ' marker-end="url(#arrow)"' : ""}/>`);
  });
  cy.nodes().forEach(element => {
    if (element.isParent()) return;
    const { x, y } = element.position(), half = (element.data("size") as number) / 2, node = model.nodes.get(element.id());
    const { shape, path } = node ? iconOf(node.type) : iconOf("group"), isOnPath = element.hasClass("on-path");
    const title = node ? `${words(node.type)} ${node.name}` : "group";
    parts.push(`<g><title>${escape(title)}</title>${outline(shape, x, y, half)} fill="${colours[element.data("verdict") as "unknown"]}" stroke="${isOnPath ? colours.path : colours.back}" stroke-width="${isOnPath ? 5 : 2}"/>` +
      `<path transform="translate(${round(x - half * 0.58)} ${round(y - half * 0.58)}) scale(${(half * 1.16 / 24).toFixed(3)})" d="${path}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></g>`);
  });
  const label = (text: string, x: number, y: number, size: number, colour: string, anchor: string): string =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${colour}" stroke="${colours.back}" stroke-width="3" paint-order="stroke" stroke-linejoin="round" text-anchor="${anchor}" dominant-baseline="middle">${escape(text)}</text>`;
  for (const one of fittingLabels(state, 1, null)) parts.push(label(one.text, one.x, one.y, one.size, one.tone === "soft" ? colours.soft : colours.text, "middle"));

  const foot = top + height - legend / 2;
  let x = left + 24;
  for (const [verdict, text] of [["detected", "detected"], ["clean", "not detected"], ["unknown", "not known"]] as const) {
    parts.push(`<circle cx="${round(x)}" cy="${round(foot)}" r="6" fill="${colours[verdict]}"/>`, label(text, x + 12, foot, 13, colours.text, "start"));
    x += 36 + text.length * 7;
  }
  if (state.payload.name && width > 700) parts.push(label(state.payload.name.slice(0, 60), left + width - 24, foot, 13, colours.soft, "end"));
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${round(left)} ${round(top)} ${round(width)} ${round(height)}" width="${Math.round(width)}" height="${Math.round(height)}" font-family="system-ui, 'Segoe UI', 'Liberation Sans', sans-serif">` +
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colours.edge}"/></marker></defs>` +
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" fill="${colours.back}"/>${parts.join("\n")}</svg>\n`;
  return { text, width, height };
}
