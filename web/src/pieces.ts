/** What a layout places: a node, or a group that is folded. */
export interface Piece { id: string; x: number; y: number; size: number; fixed: boolean; kind: string; cluster: string | null; neighbours: Piece[] }

/** Nodes that hang together, the largest part first. */
export function components(pieces: Piece[]): Piece[][] {
  const seen = new Set<Piece>(), all: Piece[][] = [];
  for (const start of pieces) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (let i = 0; i < part.length; i++)
      for (const next of part[i]!.neighbours)
        if (!seen.has(next)) {
          seen.add(next);
          part.push(next);
        }
    all.push(part);
  }
  return all.sort((a, b) => b.length - a.length);
}

export interface Branch { piece: Piece; children: Branch[]; depth: number }

/** A tree of a component, from the node with most links; breadth first, so that what is near stays near. */
export function treeOf(part: Piece[]): Branch {
  const root: Branch = { piece: part.reduce((best, piece) => (piece.neighbours.length > best.neighbours.length ? piece : best)), children: [], depth: 0 };
  const seen = new Set([root.piece]), queue = [root];
  for (let i = 0; i < queue.length; i++) {
    const branch = queue[i]!;
    for (const piece of branch.piece.neighbours) {
      if (seen.has(piece)) continue;
      seen.add(piece);
      const child = { piece, children: [], depth: branch.depth + 1 };
      branch.children.push(child);
      queue.push(child);
    }
  }
  return root;
}

/** Puts parts that were laid out each for itself beside each other, in rows. */
export function pack(parts: Piece[][], gap: number): void {
  const boxes = parts.map(part => ({
    part,
    left: Math.min(...part.map(piece => piece.x - piece.size / 2)), right: Math.max(...part.map(piece => piece.x + piece.size / 2)),
    top: Math.min(...part.map(piece => piece.y - piece.size / 2)), bottom: Math.max(...part.map(piece => piece.y + piece.size / 2)),
  }));
  const area = boxes.reduce((sum, box) => sum + (box.right - box.left + gap) * (box.bottom - box.top + gap), 0);
  const width = Math.max(Math.sqrt(area) * 1.4, ...boxes.map(box => box.right - box.left));
  boxes.sort((a, b) => b.bottom - b.top - (a.bottom - a.top));
  let x = 0, y = 0, row = 0;
  for (const box of boxes) {
    if (x > 0 && x + box.right - box.left > width) {
      x = 0;
      y += row + gap;
      row = 0;
    }
    for (const piece of box.part) {
      piece.x += x - box.left;
      piece.y += y - box.top;
    }
    x += box.right - box.left + gap;
    row = Math.max(row, box.bottom - box.top);
  }
}
