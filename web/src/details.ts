import { attributesOf } from "./document";
import { byId, count, drawing, h, visible, words } from "./dom";
import { offerExpansion } from "./expand";
import { legendGlyph } from "./filters";
import { goTo } from "./focus";
import { toggleGroup } from "./groups";
import { controls } from "./icons";
import { linkName, otherEnd, type GraphNode, type Group, type Link } from "./model";
import { clearPath, pickForPath } from "./paths";
import type { State } from "./state";
import { say } from "./status";

const mostListed = 40;

/** The panel that tells all about what is chosen, and the path that was asked for. */
export function startDetails(state: State): void {
  const panel = byId("details");
  const paint = (): void => {
    const { selection, path } = state;
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = !selection && !path;
    if (panel.hidden) {
      panel.replaceChildren();
      if (hadFocus) byId("graph").focus();
      return;
    }
    panel.replaceChildren(
      h("button", { "class": "icon close", "aria-label": "Close details", "title": "Close (Escape)", "click": () => { clearPath(state); state.select(null); } }, drawing(controls["close"]!)),
      ...(path ? [pathPart(state)] : []),
      ...(selection?.kind === "node" ? nodePart(state, selection.node) : selection?.kind === "link" ? selection.links.flatMap(link => linkPart(state, link)) : selection ? groupPart(state, selection.group) : []));
    panel.scrollTop = 0;
    if (hadFocus) panel.querySelector<HTMLElement>("button:not(.close)")?.focus();
  };
  for (const event of ["select", "path", "shown"] as const) state.on(event, paint);
}

function verdictBadge(node: GraphNode): HTMLElement {
  const text = node.verdict === "detected" ? (node.detections ? `Detected by ${node.detections}` : "Detected") : node.verdict === "clean" ? "Not detected" : "Verdict not known";
  return h("span", { class: `badge ${node.verdict}` }, text);
}

function nodeButton(state: State, node: GraphNode): HTMLElement {
  return h("button", { type: "button", title: visible(node.id), click: () => goTo(state, node) }, h("span", { class: `dot ${node.verdict}` }), legendGlyph(node.type), h("span", { class: "name" }, visible(node.name)));
}

function nodeList(state: State, nodes: GraphNode[]): HTMLElement {
  const list = h("ul", { class: "rows" }, ...nodes.slice(0, mostListed).map(node => h("li", {}, nodeButton(state, node))));
  if (nodes.length > mostListed) {
    const more = h("li", {}, h("button", { type: "button", click: () => more.replaceWith(...nodes.slice(mostListed).map(node => h("li", {}, nodeButton(state, node)))) }, `${nodes.length - mostListed} more…`));
    list.append(more);
  }
  return list;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without leave for the clipboard, as in a frame or a file, the old way still works.
    const field = h("textarea", { "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say("Copied");
}

function nodePart(state: State, node: GraphNode): HTMLElement[] {
  const pathText = state.path && !state.path.to && state.path.from !== node ? "Path to here" : "Path from here";
  const parts: HTMLElement[] = [
    h("div", { class: "head" }, legendGlyph(node.type), h("div", {}, h("h2", {}, visible(node.name)), h("span", { class: "soft" }, words(node.type) + " "), verdictBadge(node))),
    h("div", { class: "id" }, h("code", {}, visible(node.id)), h("button", { "class": "icon", "type": "button", "aria-label": "Copy the id", "title": "Copy the id (C)", "id": "copy", "click": () => void copy(node.id) }, drawing(controls["copy"]!))),
    h("div", { class: "actions" },
      h("button", { type: "button", title: "P", click: () => pickForPath(state, node) }, pathText),
      state.payload.expand !== null && node.expandable === true && h("button", { "type": "button", "title": "E", "id": "expand", "aria-haspopup": "menu", "click": event => void offerExpansion(state, node, event.currentTarget as HTMLElement) }, "Expand…"),
      node.group && h("button", { type: "button", title: "G", click: () => toggleGroup(state, node.group!) }, `${node.group.collapsed ? "Expand" : "Collapse"} group`),
      node.page !== undefined && h("a", { href: state.payload.site + node.page, target: "_blank", rel: "noopener noreferrer" }, `Open on ${state.payload.siteName}`)),
  ];
  if (node.note) parts.push(h("h3", {}, "Note"), h("div", {}, visible(node.note)));
  const attributes = Object.entries(attributesOf(state.document, node));
  if (attributes.length > 0) parts.push(h("h3", {}, "Attributes"), h("dl", {}, ...attributes.flatMap(([name, value]) => [h("dt", {}, words(name)), h("dd", {}, valueOf(value))])));
  if (node.provenance) parts.push(h("h3", {}, "Where it came from"), h("div", {}, visible(node.provenance)));
  const byType = new Map<string, GraphNode[]>();
  for (const link of node.links) {
    const title = `${words(linkName(link.type))} ${link.source === node ? "→" : "←"}`;
    byType.set(title, [...(byType.get(title) ?? []), otherEnd(link, node)]);
  }
  for (const [title, others] of byType) parts.push(h("h3", {}, `${title} (${others.length})`), nodeList(state, others));
  return parts;
}

function valueOf(value: unknown): Node {
  if (value !== null && typeof value === "object") {
    const text = JSON.stringify(value, null, 1);
    return h("details", {}, h("summary", {}, Array.isArray(value) ? count(value.length, "entry", "entries") : count(Object.keys(value).length, "member")), h("pre", {}, visible(text.slice(0, 20_000))));
  }
  return document.createTextNode(visible(typeof value === "boolean" ? (value ? "yes" : "no") : String(value)));
}

function linkPart(state: State, link: Link): HTMLElement[] {
  return [h("h2", {}, words(linkName(link.type))), h("h3", {}, "From"), nodeList(state, [link.source]), h("h3", {}, "To"), nodeList(state, [link.target])];
}

function groupPart(state: State, group: Group): HTMLElement[] {
  return [
    h("div", { class: "head" }, legendGlyph("group"), h("div", {}, h("h2", {}, visible(group.name) || "Group"), h("span", { class: "soft" }, count(group.members.length, "node")))),
    h("div", { class: "actions" }, h("button", { type: "button", title: "G", click: () => toggleGroup(state, group) }, group.collapsed ? "Expand group" : "Collapse group")),
    h("h3", {}, "Members"), nodeList(state, group.members),
  ];
}

function pathPart(state: State): HTMLElement {
  const path = state.path!;
  const body = path.to === null ? [h("div", { class: "soft" }, "Choose the other end, then “Path to here” or P.")]
    : path.steps.length === 0 ? [h("div", {}, "What is shown does not link these two.")]
    : path.steps.flatMap(({ node, link }) => [
        ...(link ? [h("div", { class: "via" }, `${link.target === node ? "↓" : "↑"} ${words(linkName(link.type))}`)] : []),
        h("div", { class: "rows" }, nodeButton(state, node)),
      ]);
  const title = path.to && path.steps.length > 0 ? `Path, ${count(path.steps.length - 1, "step")}` : "Path";
  return h("section", { "id": "path", "aria-label": "Path" },
    h("h3", {}, title, h("button", { class: "link", type: "button", click: () => clearPath(state) }, "clear")),
    h("div", { class: "steps" }, ...(path.to === null ? [h("div", { class: "rows" }, nodeButton(state, path.from))] : []), ...body));
}
