import { reducedMotion } from "./dom";
import { toggleGroup } from "./groups";
import type { GraphNode } from "./model";
import type { State } from "./state";

/** Chooses a node and brings it into view; a group that hides it is opened. */
export function goTo(state: State, node: GraphNode): void {
  if (node.group?.collapsed) toggleGroup(state, node.group);
  state.select({ kind: "node", node });
  const element = state.cy.getElementById(node.key);
  if (element.empty()) return;
  const zoom = Math.max(state.cy.zoom(), 0.8);
  state.cy.stop();
  if (reducedMotion() || state.cy.nodes().length > 1000) {
    state.cy.zoom(zoom);
    state.cy.center(element);
  } else state.cy.animate({ center: { eles: element }, zoom }, { duration: 220 });
}

/** Marks what is chosen, and what is linked with it. */
export function startSelection(state: State): void {
  const { cy, model } = state;
  const mark = (): void => cy.batch(() => {
    cy.elements(".chosen").removeClass("chosen");
    cy.elements(".near").removeClass("near");
    cy.elements(".faded").removeClass("faded");
    const { selection } = state;
    if (!selection) return;
    if (selection.kind === "link") {
      for (const link of selection.links) cy.getElementById(link.id).addClass("chosen");
      return;
    }
    const element = cy.getElementById(selection.kind === "node" ? state.standIn(selection.node) : selection.group.id);
    const inside = element.isParent() ? element.children() : cy.collection();
    const edges = element.union(inside).connectedEdges();
    element.addClass("chosen");
    edges.addClass("near");
    // To fade the rest of a large graph would take longer than it helps.
    if (cy.elements().length < 1500 && edges.nonempty()) cy.elements().not(element).not(inside).not(edges).not(edges.connectedNodes()).filter(other => !other.hasClass("group") || other.hasClass("folded")).addClass("faded");
  });
  state.on("select", mark);
  state.on("shown", mark);
  cy.on("tap", event => {
    if (event.target === cy) {
      state.select(null);
      return;
    }
    const id: string = event.target.id(), node = model.nodes.get(id), group = model.groups.find(one => one.id === id);
    if (node) state.select({ kind: "node", node });
    else if (group) state.select({ kind: "group", group });
    else {
      const own = model.links.find(link => link.id === id);
      const ends = [event.target.data("source"), event.target.data("target")];
      const links = own ? [own] : model.links.filter(link => state.standIn(link.source) === ends[0] && state.standIn(link.target) === ends[1]);
      state.select({ kind: "link", links });
    }
  });
}
