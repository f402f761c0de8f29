import { visible } from "./dom";
import { otherEnd, type GraphNode, type Link } from "./model";
import type { State } from "./state";
import { say } from "./status";

/** The first call says where the path begins, the second where it ends. */
export function pickForPath(state: State, node: GraphNode): void {
  const { path } = state;
  if (!path || path.to || path.from === node) {
    state.path = { from: node, to: null, steps: [] };
    say(`Path from ${visible(node.name)}: choose the other end and press P, or "Path to here"`);
  } else {
    const steps = shortest(state, path.from, node);
    state.path = { from: path.from, to: node, steps };
    say(steps.length > 0 ? `${steps.length - 1} ${steps.length === 2 ? "step" : "steps"} from ${visible(path.from.name)} to ${visible(node.name)}` : "What is shown does not link these two");
  }
  state.tell("path");
}

export function clearPath(state: State): void {
  state.path = null;
  say(null);
  state.tell("path");
}

/** A shortest path over what the filters let through, against the direction of links too; empty when there is none. */
export function shortest(state: State, from: GraphNode, to: GraphNode): { node: GraphNode; link: Link | null }[] {
  const cameBy = new Map<GraphNode, Link | null>([[from, null]]), queue = [from];
  for (let i = 0; i < queue.length && !cameBy.has(to); i++) {
    const node = queue[i]!;
    for (const link of node.links) {
      const next = otherEnd(link, node);
      if (cameBy.has(next) || !state.passesLink(link)) continue;
      cameBy.set(next, link);
      queue.push(next);
    }
  }
  if (!cameBy.has(to)) return [];
  const steps: { node: GraphNode; link: Link | null }[] = [];
  for (let node = to; ;) {
    const link = cameBy.get(node)!;
    steps.unshift({ node, link });
    if (!link) return steps;
    node = otherEnd(link, node);
  }
}

export function startPaths(state: State): void {
  const mark = (): void => state.cy.batch(() => {
    const { cy, path } = state;
    cy.elements(".on-path").removeClass("on-path");
    if (!path) return;
    cy.getElementById(state.standIn(path.from)).addClass("on-path");
    for (const { node, link } of path.steps) {
      const at = cy.getElementById(state.standIn(node)).addClass("on-path");
      if (link) at.edgesWith(cy.getElementById(state.standIn(otherEnd(link, node)))).filter(edge => edge.id() === link.id || edge.id().startsWith("folded:")).addClass("on-path");
    }
  });
  state.on("path", mark);
  state.on("shown", () => {
    // Filters may have cut the path, or opened a shorter one.
    if (state.path?.to) state.path.steps = shortest(state, state.path.from, state.path.to);
    mark();
    if (state.path) state.tell("path");
  });
}
