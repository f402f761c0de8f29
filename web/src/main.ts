import cytoscape from "cytoscape";
import { startDetails } from "./details";
import { byId, drawing, h, visible } from "./dom";
import { offerExpansion } from "./expand";
import { startExport } from "./export";
import { startFilters } from "./filters";
import { startSelection } from "./focus";
import { startGroups, toggleGroup } from "./groups";
import { controls } from "./icons";
import { startKeyboard } from "./keyboard";
import { startLabels } from "./labels";
import { start, startLayout } from "./layout";
import { openMenu, startMenu, type Entry } from "./menu";
import { Model, type GraphNode, type Payload } from "./model";
import { pickForPath, startPaths } from "./paths";
import { startSearch } from "./search";
import { State } from "./state";
import { startStatus } from "./status";
import { manyElements } from "./style";
import { startTheme } from "./theme";
import { syncView } from "./view";

const payload = JSON.parse(byId("data").textContent!) as Payload;
const model = new Model(payload);
const isLarge = model.nodes.size + model.links.length > manyElements;

const names: Record<string, string> = { layout: "Layout", groups: "Groups", export: "Export" };
for (const [id, path] of Object.entries(controls)) {
  const button = document.getElementById(id);
  if (!button) continue;
  button.append(drawing(path));
  if (names[id]) button.append(h("span", {}, names[id]));
  button.setAttribute("aria-label", button.title);
}
byId("title").textContent = visible(payload.name ?? "Graph");
byId("title").title = visible(payload.name ?? "Graph");
byId("empty").hidden = model.nodes.size > 0;

const cy = cytoscape({
  container: byId("graph"), elements: [], minZoom: 0.01, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true, autoungrabify: false,
  // One frame of thousands of elements takes long: while the view moves, the last one is moved.
  textureOnViewport: isLarge, pixelRatio: isLarge ? 1 : "auto", layout: { name: "preset" },
});
const state = new State(payload, model, payload.document, cy);

/** What can be done with a node, at the pointer or at the node. */
function openNodeMenu(node: GraphNode, at?: { x: number; y: number }): void {
  const element = cy.getElementById(state.standIn(node)).renderedPosition(), frame = byId("graph").getBoundingClientRect();
  const place = at ?? { x: frame.left + element.x + 12, y: frame.top + element.y + 12 };
  const entries: Entry[] = [
    { text: state.path && !state.path.to && state.path.from !== node ? "Path to here" : "Path from here", act: () => pickForPath(state, node) },
    ...(node.group ? [{ text: node.group.collapsed ? "Expand group" : "Collapse group", act: () => toggleGroup(state, node.group!) }] : []),
  ];
  if (payload.expand !== null && node.expandable) void offerExpansion(state, node, place, entries);
  else openMenu(place, entries);
}

startMenu();
startTheme(state);
startStatus(state);
startSelection(state);
startPaths(state);
startDetails(state);
startGroups(state);
startLayout(state);
startExport(state);
startKeyboard(state, openNodeMenu);
syncView(state);
startFilters(state);
startSearch(state);
startLabels(state);
cy.on("cxttap", "node", event => {
  const node = model.nodes.get(event.target.id()), frame = byId("graph").getBoundingClientRect();
  if (!node) return;
  state.select({ kind: "node", node });
  openNodeMenu(node, { x: frame.left + event.renderedPosition.x, y: frame.top + event.renderedPosition.y });
});
byId("graph").addEventListener("contextmenu", event => event.preventDefault());
start(state);
