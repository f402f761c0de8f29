import type { GraphNode, Model, Payload } from "./model";

type Json = Record<string, unknown>;

/** The graph in the service's format, as it was written by the library, and the words in which to change it. */
export interface Document {
  root: Json;
  /** The members that lead from the root to the attributes. */
  path: string[];
  words: { nodes: string; links: string; id: string; index: string; attributes: string; x: string; y: string; pinX: string; pinY: string; source: string; target: string };
}

function parts(document: Document): { nodes: Json[]; links: Json[] } {
  const attributes = document.path.reduce<Json>((at, name) => at[name] as Json, document.root);
  const list = (name: string): Json[] => (attributes[name] ??= []) as Json[];
  return { nodes: list(document.words.nodes), links: list(document.words.links) };
}

/** What is known of a node, by name. */
export function attributesOf(document: Document, node: GraphNode): Json {
  const attributes = parts(document).nodes[node.entry]?.[document.words.attributes];
  return attributes !== null && typeof attributes === "object" && !Array.isArray(attributes) ? (attributes as Json) : {};
}

/** Takes the entries of an expansion over. What stands there under another id already is meant by that. */
export function merge(document: Document, model: Model, added: GraphNode[], payload: Payload): void {
  const { words } = document, ours = parts(document), theirs = parts(payload.document);
  const isNew = new Set(added.map(node => node.key));
  const ids = new Map<unknown, unknown>();
  const owners = new Map(payload.nodes.map(node => [node.entry, node.key]));
  const declared = new Set(ours.nodes.map(entry => entry[words.id]));
  theirs.nodes.forEach((entry, index) => {
    const key = owners.get(index);
    if (key !== undefined && !isNew.has(key)) {
      ids.set(entry[words.id], ours.nodes[model.nodes.get(key)!.entry]![words.id]);
      return;
    }
    if (key !== undefined) model.nodes.get(key)!.entry = ours.nodes.length;
    else if (declared.has(entry[words.id])) return;
    ours.nodes.push({ ...entry, [words.index]: ours.nodes.length });
  });
  const seen = new Set(ours.links.map(link => JSON.stringify(link)));
  for (const link of theirs.links) {
    const renamed = { ...link };
    for (const end of [words.source, words.target]) if (ids.has(link[end])) renamed[end] = ids.get(link[end]);
    if (!seen.has(JSON.stringify(renamed))) ours.links.push(renamed);
  }
}

/** The document with the places where the nodes are now; scale is how far they were drawn apart. */
export function withPlaces(document: Document, model: Model, scale: number): string {
  const { words } = document, { nodes } = parts(document);
  for (const node of model.nodes.values()) {
    const entry = nodes[node.entry];
    if (!entry || !node.moved) continue;
    const x = Math.round(node.x / scale * 100) / 100, y = Math.round(node.y / scale * 100) / 100;
    entry[words.x] = x;
    entry[words.y] = y;
    if (node.pinned) {
      entry[words.pinX] = x;
      entry[words.pinY] = y;
    }
  }
  return JSON.stringify(document.root, null, 2) + "\n";
}
