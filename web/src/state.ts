import type { Core } from "cytoscape";
import type { Document } from "./document";
import type { Group, Link, Model, Payload } from "./model";
import type { GraphNode } from "./model";

export type Selection = { kind: "node"; node: GraphNode } | { kind: "link"; links: Link[] } | { kind: "group"; group: Group } | null;

export interface Path { from: GraphNode; to: GraphNode | null; steps: { node: GraphNode; link: Link | null }[] }

interface Events { select: void; shown: void; path: void; theme: void; moved: void }

/** What all parts of the viewer look at. A change is told by an event; nobody calls another part to repaint. */
export class State {
  selection: Selection = null;
  path: Path | null = null;
  hidden = { types: new Set<string>(), verdicts: new Set<string>(), links: new Set<string>() };
  /** How many times farther apart the nodes are drawn than they stand in the document. */
  scale = 1;
  private readonly listeners = new Map<keyof Events, (() => void)[]>();

  constructor(readonly payload: Payload, readonly model: Model, readonly document: Document, readonly cy: Core) {}

  on(event: keyof Events, listener: () => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  tell(event: keyof Events): void {
    for (const listener of this.listeners.get(event) ?? []) listener();
  }

  select(selection: Selection): void {
    this.selection = selection;
    this.tell("select");
  }

  /** Whether the filters let a node through. */
  passes(node: GraphNode): boolean {
    return !this.hidden.types.has(node.type) && !this.hidden.verdicts.has(node.verdict);
  }

  passesLink(link: Link): boolean {
    return !this.hidden.links.has(link.type) && this.passes(link.source) && this.passes(link.target);
  }

  /** What stands for a node in the drawing: itself, or the group that it is folded into. */
  standIn(node: GraphNode): string {
    return node.group?.collapsed ? node.group.id : node.key;
  }
}
