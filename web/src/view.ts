import type { ElementDefinition } from "cytoscape";
import { iconOf, imageOf } from "./icons";
import { middleOf, type GraphNode, type Group } from "./model";
import type { State } from "./state";

/** Brings the drawing in line with the graph, the filters and the folded groups: what is not to be seen is not in it. */
export function syncView(state: State): void {
  const { cy, model } = state;
  savePlaces(state);
  const wanted = new Map<string, ElementDefinition>();
  for (const group of model.groups) if (group.members.some(member => state.passes(member))) wanted.set(group.id, groupElement(state, group));
  for (const node of model.nodes.values()) if (state.passes(node) && !node.group?.collapsed) wanted.set(node.key, nodeElement(node));
  for (const [id, edge] of edgeElements(state)) wanted.set(id, edge);
  cy.batch(() => {
    cy.elements().filter(element => !wanted.has(element.id())).remove();
    const added: ElementDefinition[] = [];
    for (const [id, element] of wanted) {
      const there = cy.getElementById(id);
      if (there.empty()) added.push(element);
      else if (element.classes !== undefined) {
        const { verdict, size } = element.data;
        there.data({ verdict, size }).toggleClass("folded", element.classes === "group folded");
        if (element.classes === "group folded") there.position(element.position!);
      }
    }
    cy.add(added);
  });
  state.tell("shown");
}

/** Notes where the nodes of the drawing are now. */
export function savePlaces(state: State): void {
  state.cy.nodes().forEach(element => {
    const node = state.model.nodes.get(element.id());
    if (node) ({ x: node.x, y: node.y } = element.position());
  });
}

function nodeElement(node: GraphNode): ElementDefinition {
  return {
    group: "nodes",
    data: { id: node.key, parent: node.group?.id, verdict: node.verdict, shape: iconOf(node.type).shape, image: imageOf(node.type), size: node.size },
    position: { x: node.x, y: node.y },
  };
}

function groupElement(state: State, group: Group): ElementDefinition {
  const members = group.members.filter(member => state.passes(member));
  const verdict = members.some(member => member.verdict === "detected") ? "detected" : members.every(member => member.verdict === "clean") ? "clean" : "unknown";
  return {
    group: "nodes",
    classes: group.collapsed ? "group folded" : "group",
    data: { id: group.id, verdict, shape: "round-rectangle", image: imageOf("group"), size: 44 + Math.min(24, 4 * Math.sqrt(members.length)) },
    position: middleOf(group.members),
  };
}

/** One edge for each link; those that folding brings between the same two are one. */
function edgeElements(state: State): Map<string, ElementDefinition> {
  const edges = new Map<string, ElementDefinition>();
  for (const link of state.model.links) {
    if (!state.passesLink(link)) continue;
    const source = state.standIn(link.source), target = state.standIn(link.target);
    if (source === target && link.source !== link.target) continue;
    const isOwn = source === link.source.key && target === link.target.key;
    const id = isOwn ? link.id : `folded:${source}\n${target}\n${link.type}`;
    if (!edges.has(id)) edges.set(id, { group: "edges", data: { id, source, target } });
  }
  return edges;
}
