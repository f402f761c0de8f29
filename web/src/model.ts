import type { Document } from "./document";

/** What the page was given: see ViewerJson in the library. */
export interface Payload {
  name: string | null;
  /** Where pages of objects are; a node's page is below it. */
  site: string;
  siteName: string;
  /** Where related objects are asked for; null where they cannot be. */
  expand: string | null;
  nodes: PayloadNode[];
  /** Numbers of source and target in the nodes, and the relationship. */
  links: [number, number, string][];
  groups: { name: string; x?: number; y?: number; members: number[] }[];
  document: Document;
}

export type Verdict = "detected" | "clean" | "unknown";

interface PayloadNode {
  key: string;
  type: string;
  id: string;
  label?: string;
  page?: string;
  expandable?: boolean;
  verdict: Verdict;
  detections?: number;
  x?: number;
  y?: number;
  pinned?: boolean;
  note?: string;
  provenance?: string;
  /** Which entry of the document it is. */
  entry: number;
}

export interface GraphNode extends PayloadNode {
  name: string;
  x: number;
  y: number;
  placed: boolean;
  moved: boolean;
  group: Group | null;
  links: Link[];
  size: number;
}

export interface Link { id: string; source: GraphNode; target: GraphNode; type: string }

export interface Group { id: string; name: string; members: GraphNode[]; collapsed: boolean }

/** The graph: all of it, whatever is shown. */
export class Model {
  readonly nodes = new Map<string, GraphNode>();
  readonly links: Link[] = [];
  readonly groups: Group[] = [];
  private readonly known = new Set<string>();

  constructor(payload: Payload) {
    this.add(payload);
    for (const group of payload.groups) {
      const members = group.members.map(index => this.nodes.get(payload.nodes[index]!.key)!);
      const one: Group = { id: `group:${this.groups.length}`, name: group.name, members, collapsed: false };
      for (const member of members) member.group = one;
      this.groups.push(one);
    }
  }

  /** Takes in nodes and links that are not there yet, and returns the nodes. */
  add(payload: Payload): GraphNode[] {
    const added: GraphNode[] = [];
    const all = payload.nodes.map(given => {
      let node = this.nodes.get(given.key);
      if (!node) {
        const placed = Number.isFinite(given.x) && Number.isFinite(given.y);
        node = { ...given, name: given.label || given.id, x: placed ? given.x! : 0, y: placed ? given.y! : 0, placed, moved: false, group: null, links: [], size: 0 };
        this.nodes.set(given.key, node);
        added.push(node);
      }
      return node;
    });
    for (const [from, to, type] of payload.links) {
      const source = all[from]!, target = all[to]!, key = `${source.key}\n${target.key}\n${type}`;
      if (this.known.has(key)) continue;
      this.known.add(key);
      const link: Link = { id: `link:${this.links.length}`, source, target, type };
      this.links.push(link);
      source.links.push(link);
      target.links.push(link);
    }
    for (const node of new Set(all)) node.size = 28 + Math.min(28, 4 * Math.sqrt(node.links.length));
    return added;
  }
}

export const otherEnd = (link: Link, node: GraphNode): GraphNode => (link.source === node ? link.target : link.source);

/** How a relationship is called: one that an analyst drew has no name. */
export const linkName = (type: string): string => type || "manual";

export function middleOf(nodes: GraphNode[]): { x: number; y: number } {
  const middle = { x: 0, y: 0 };
  for (const node of nodes) {
    middle.x += node.x / nodes.length;
    middle.y += node.y / nodes.length;
  }
  return middle;
}
