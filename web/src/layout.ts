import { grid, radial, tree } from "./arrange";
import { byId, count, reducedMotion } from "./dom";
import { force, separate } from "./force";
import { clearFrames } from "./frames";
import { openMenu } from "./menu";
import type { GraphNode } from "./model";
import type { Piece } from "./pieces";
import type { State } from "./state";
import { say } from "./status";

export type LayoutName = "force" | "tree" | "radial" | "grid";

const names: Record<LayoutName, string> = { force: "Force", tree: "Tree", radial: "Radial", grid: "Grid" };
let stop: (() => void) | null = null;

/** The pieces of what is shown, each where it is drawn. */
function piecesOf(state: State): Piece[] {
  const pieces = new Map<string, Piece>();
  state.cy.nodes().forEach(element => {
    if (element.isParent()) return;
    const node = state.model.nodes.get(element.id()), { x, y } = element.position();
    pieces.set(element.id(), { id: element.id(), x, y, size: element.data("size"), fixed: node?.pinned === true, kind: node?.type ?? "", cluster: node?.group?.id ?? null, neighbours: [] });
  });
  state.cy.edges().forEach(edge => {
    const one = pieces.get(edge.data("source")), other = pieces.get(edge.data("target"));
    if (!one || !other || one === other || one.neighbours.includes(other)) return;
    one.neighbours.push(other);
    other.neighbours.push(one);
  });
  return [...pieces.values()];
}

function place(state: State, pieces: Piece[]): void {
  state.cy.batch(() => {
    for (const piece of pieces) {
      state.cy.getElementById(piece.id).position({ x: piece.x, y: piece.y });
      const node = state.model.nodes.get(piece.id);
      if (node) Object.assign(node, { x: piece.x, y: piece.y, moved: true });
    }
  });
  state.tell("moved");
}

export function fit(state: State, isAnimated = false): void {
  const { cy } = state;
  if (cy.elements().empty()) return;
  cy.stop();
  const narrow = Math.min(cy.width(), cy.height());
  const padding = Math.max(24, narrow * 0.07);
  if (isAnimated && !reducedMotion() && cy.nodes().length < 1000) cy.animate({ fit: { eles: cy.elements(), padding } }, { duration: 220 });
  else cy.fit(undefined, padding);
  // One node or two need not fill the window.
  if (cy.zoom() > 1.4) {
    cy.stop(true, true);
    cy.zoom(1.4);
    cy.center();
  }
}

/** Lays out what is shown. What the analyst pinned stays where it is. */
export function layOut(state: State, name: LayoutName, isFirst = false): void {
  stop?.();
  stop = null;
  const pieces = piecesOf(state);
  if (pieces.length === 0) return;
  if (name === "force") {
    if (isFirst) spread(pieces);
    say(`Laying out ${count(pieces.length, "node")}…`);
    stop = force(pieces, 1, isDone => {
      if (isDone) clearFrames(pieces);
      place(state, pieces);
      fit(state);
      if (!isDone) return;
      stop = null;
      say(null);
      state.cy.container()!.dataset["layout"] = "done";
    });
    return;
  }
  const before = new Map(pieces.map(piece => [piece, { x: piece.x, y: piece.y }]));
  ({ tree, radial, grid })[name](pieces);
  for (const [piece, { x, y }] of before) if (piece.fixed) Object.assign(piece, { x, y });
  clearFrames(pieces);
  place(state, pieces);
  fit(state);
  say(`${names[name]} layout`);
}

/** A start that knows nothing but who hangs together: the same graph is always drawn in the same way. */
function spread(pieces: Piece[]): void {
  const fixed = pieces.filter(piece => piece.fixed).map(piece => ({ piece, x: piece.x, y: piece.y }));
  radial(pieces);
  const x = pieces.reduce((sum, piece) => sum + piece.x, 0) / pieces.length, y = pieces.reduce((sum, piece) => sum + piece.y, 0) / pieces.length;
  const shrink = pieces.length > 1000 ? 0.35 : 0.6;
  for (const piece of pieces) Object.assign(piece, { x: (piece.x - x) * shrink, y: (piece.y - y) * shrink });
  for (const { piece, x, y } of fixed) Object.assign(piece, { x, y });
}

/** Places nodes that came in around the one that they belong to, and moves nothing else. */
export function placeAround(state: State, centre: GraphNode, added: GraphNode[]): void {
  const at = state.cy.getElementById(state.standIn(centre)).position();
  added.forEach((node, i) => {
    const ring = Math.floor(i / 16), angle = (i % 16 + ring * 0.5) / Math.min(16, added.length) * 2 * Math.PI;
    state.cy.getElementById(node.key).position({ x: at.x + Math.cos(angle) * (110 + ring * 70), y: at.y + Math.sin(angle) * (110 + ring * 70) });
  });
  const isNew = new Set(added.map(node => node.key)), pieces = piecesOf(state);
  const fixed = pieces.map(piece => ({ ...piece, fixed: !isNew.has(piece.id) }));
  separate(fixed);
  place(state, fixed.filter(piece => isNew.has(piece.id)));
}

/** Lays the graph out where it has no places yet, and draws dense ones farther apart, so that nodes can be told from each other. */
export function start(state: State): void {
  const nodes = [...state.model.nodes.values()];
  if (nodes.length === 0) return;
  const missing = nodes.filter(node => !node.placed);
  const spacing = spacingOf(nodes.filter(node => node.placed));
  if (missing.length * 2 >= nodes.length || spacing < 0.5) {
    layOut(state, "force", true);
    return;
  }
  state.scale = Math.min(8, Math.max(1, 62 / spacing));
  state.cy.batch(() => {
    for (const node of nodes) if (node.placed && !node.group?.collapsed) state.cy.getElementById(node.key).position({ x: node.x * state.scale, y: node.y * state.scale });
  });
  for (const node of missing) placeAround(state, node.links.map(link => (link.source === node ? link.target : link.source)).find(other => other.placed) ?? nodes.find(other => other.placed)!, [node]);
  state.cy.container()!.dataset["layout"] = "done";
  fit(state);
}

/** How far a node is from its nearest one, in the middle of all; endless for a single node. */
function spacingOf(nodes: GraphNode[]): number {
  if (nodes.length < 2) return Infinity;
  const sorted = [...nodes].sort((a, b) => a.x - b.x);
  const gaps = sorted.map((node, i) => {
    let nearest = Infinity;
    for (const way of [-1, 1])
      for (let j = i + way; j >= 0 && j < sorted.length && Math.abs(sorted[j]!.x - node.x) < nearest; j += way)
        nearest = Math.min(nearest, Math.hypot(sorted[j]!.x - node.x, sorted[j]!.y - node.y));
    return nearest;
  });
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
}

export function startLayout(state: State): void {
  const button = byId("layout");
  button.addEventListener("click", () => openMenu(button, (Object.keys(names) as LayoutName[]).map(name => ({ text: names[name], act: () => layOut(state, name) }))));
  byId("fit").addEventListener("click", () => fit(state, true));
  state.cy.on("dragfree", "node", event => {
    const moved = event.target.isParent() ? event.target.children() : event.target;
    moved.forEach((element: cytoscape.NodeSingular) => {
      const node = state.model.nodes.get(element.id());
      if (node) Object.assign(node, { ...element.position(), moved: true });
    });
    state.tell("moved");
  });
}
