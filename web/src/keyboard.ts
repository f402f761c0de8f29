import { byId, h, visible, words } from "./dom";
import { goTo } from "./focus";
import { toggleGroup } from "./groups";
import { fit } from "./layout";
import { isMenuOpen } from "./menu";
import type { GraphNode } from "./model";
import { clearPath, pickForPath } from "./paths";
import type { State } from "./state";
import { say } from "./status";

const shortcuts: [string[], string][] = [
  [["/"], "Search; Enter and Shift+Enter go through the hits"],
  [["←", "↑", "→", "↓"], "Pan"],
  [["+", "-"], "Zoom"],
  [["0"], "Fit all"],
  [[".", ","], "Next node, previous node"],
  [["Alt+←", "Alt+↑", "…"], "The nearest node in that direction"],
  [["Enter"], "To the details of the chosen node"],
  [["P"], "Path: press it on one node, then on another"],
  [["E", "Shift+F10"], "What can be done with the chosen node; expand it"],
  [["G"], "Collapse or expand the group of the chosen node"],
  [["C"], "Copy the id of the chosen node"],
  [["F"], "Filters and legend"],
  [["L"], "Lay out again"],
  [["X"], "Export"],
  [["T"], "Dark or light"],
  [["Escape"], "Back: menu, path, choice"],
];

export function zoomBy(state: State, factor: number): void {
  const { cy } = state;
  cy.zoom({ level: Math.min(cy.maxZoom(), Math.max(cy.minZoom(), cy.zoom() * factor)), renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Nodes in reading order of importance: those with most links first. */
function step(state: State, way: number): void {
  const nodes = [...state.model.nodes.values()].filter(node => state.passes(node)).sort((a, b) => b.links.length - a.links.length);
  if (nodes.length === 0) return;
  const at = state.selection?.kind === "node" ? nodes.indexOf(state.selection.node) : way > 0 ? -1 : 0;
  choose(state, nodes[(at + way + nodes.length) % nodes.length]!);
}

function choose(state: State, node: GraphNode): void {
  goTo(state, node);
  say(`${words(node.type)} ${visible(node.name)}, ${node.verdict === "unknown" ? "verdict not known" : node.verdict === "clean" ? "not detected" : "detected"}, ${node.links.length} links`);
}

function stepTowards(state: State, x: number, y: number): void {
  if (state.selection?.kind !== "node") {
    step(state, 1);
    return;
  }
  const from = state.cy.getElementById(state.standIn(state.selection.node)).position();
  let best: GraphNode | null = null, least = Infinity;
  state.cy.nodes().forEach(element => {
    const node = state.model.nodes.get(element.id()), to = element.position();
    const along = (to.x - from.x) * x + (to.y - from.y) * y, across = Math.abs((to.x - from.x) * y - (to.y - from.y) * x);
    if (node && along > 1 && across < along * 1.2 && along + 2 * across < least) [best, least] = [node, along + 2 * across];
  });
  if (best) choose(state, best);
}

const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function handle(state: State, event: KeyboardEvent, openNodeMenu: (node: GraphNode) => void): boolean {
  const { selection } = state, chosen = selection?.kind === "node" ? selection.node : null, arrow = arrows[event.key];
  if (arrow) {
    if (event.altKey) stepTowards(state, ...arrow);
    else state.cy.panBy({ x: -arrow[0] * 80, y: -arrow[1] * 80 });
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case "/": byId("search").focus(); return true;
    case "+": case "=": zoomBy(state, 1.25); return true;
    case "-": zoomBy(state, 0.8); return true;
    case "0": fit(state, true); return true;
    case ".": step(state, 1); return true;
    case ",": step(state, -1); return true;
    case "?": showKeys(); return true;
    case "f": byId("toggle-filters").click(); return true;
    case "l": byId("layout").click(); return true;
    case "x": byId("export").click(); return true;
    case "t": byId("theme").click(); return true;
    case "p": if (chosen) pickForPath(state, chosen); return true;
    case "c": if (chosen) byId("copy").click(); return true;
    case "g": {
      const group = selection?.kind === "group" ? selection.group : chosen?.group;
      if (group) toggleGroup(state, group);
      else say("The chosen node is in no group");
      return true;
    }
    case "e": case "ContextMenu": if (chosen) openNodeMenu(chosen); return true;
    case "F10": if (event.shiftKey && chosen) openNodeMenu(chosen); return event.shiftKey;
    case "Enter":
      if (document.activeElement !== byId("graph") || !selection) return false;
      byId("details").querySelector<HTMLElement>(".actions button, .rows button")?.focus();
      return true;
    case "Escape":
      if (byId("details").contains(document.activeElement)) byId("graph").focus();
      else if (state.path) clearPath(state);
      else state.select(null);
      return true;
    default: return false;
  }
}

function showKeys(): void {
  byId<HTMLDialogElement>("keys").showModal();
}

export function startKeyboard(state: State, openNodeMenu: (node: GraphNode) => void): void {
  const dialog = byId<HTMLDialogElement>("keys");
  dialog.append(h("h2", {}, "Keyboard"), h("dl", {}, ...shortcuts.flatMap(([keys, text]) => [h("dt", {}, ...keys.flatMap((key, i) => [i > 0 ? " " : null, h("kbd", {}, key)])), h("dd", {}, text)])),
    h("p", {}, h("button", { click: () => dialog.close() }, "Close")));
  byId("help").addEventListener("click", showKeys);
  byId("zoom-in").addEventListener("click", () => zoomBy(state, 1.25));
  byId("zoom-out").addEventListener("click", () => zoomBy(state, 0.8));
  document.addEventListener("keydown", event => {
    const target = event.target as HTMLElement;
    if (dialog.open || isMenuOpen() || event.defaultPrevented || (target instanceof HTMLInputElement && target.type === "search")) return;
    // In a panel the arrow keys scroll it, and a key on a checkbox is the checkbox's.
    if (event.key in arrows && target.closest(".panel")) return;
    if (handle(state, event, openNodeMenu)) event.preventDefault();
  });
}
