import { components, pack, treeOf, type Branch, type Piece } from "./pieces";

const step = 84;

/** Roots on top. Leaves of one parent stand in a block, so that a hub with hundreds of them does not make one endless row. */
export function tree(pieces: Piece[]): void {
  const parts = components(pieces);
  for (const part of parts) placeTree(treeOf(part), 0, 0);
  pack(parts, step);
}

function placeTree(branch: Branch, left: number, top: number): { width: number; height: number } {
  const inner = branch.children.filter(child => child.children.length > 0), leaves = branch.children.filter(child => child.children.length === 0);
  const below = top + step * 1.25;
  let x = left;
  if (leaves.length > 0) {
    const columns = leaves.length <= 6 ? leaves.length : Math.ceil(Math.sqrt(leaves.length * 2));
    leaves.forEach((leaf, i) => {
      leaf.piece.x = left + (i % columns + 0.5) * step;
      leaf.piece.y = below + Math.floor(i / columns) * step * 0.85;
    });
    x += columns * step + (inner.length > 0 ? step / 2 : 0);
  }
  for (const child of inner) x += placeTree(child, x, below).width + step / 3;
  const width = Math.max(step, x - left - (inner.length > 0 ? step / 3 : 0));
  branch.piece.x = left + width / 2;
  branch.piece.y = top;
  return { width, height: 0 };
}

/** The node with most links in the middle, others on rings around it; a ring is as wide as what stands on it needs. */
export function radial(pieces: Piece[]): void {
  const parts = components(pieces);
  for (const part of parts) {
    const root = treeOf(part), rings: Branch[][] = [];
    const collect = (branch: Branch): void => {
      (rings[branch.depth] ??= []).push(branch);
      branch.children.forEach(collect);
    };
    collect(root);
    let radius = 0;
    const angles = new Map<Branch, number>();
    rings.forEach((ring, depth) => {
      if (depth === 0) {
        root.piece.x = root.piece.y = 0;
        angles.set(root, 0);
        return;
      }
      // A ring that is crowded is two or more, so that a hub stays in sight of what hangs on it.
      const lanes = Math.max(1, Math.ceil(Math.sqrt(ring.length * step / (2 * Math.PI * (radius + step) * 2.2))));
      radius = Math.max(radius + step * 1.25, ring.length * step * 0.8 / lanes / (2 * Math.PI));
      ring.forEach((branch, i) => {
        const angle = i / ring.length * 2 * Math.PI, at = radius + (i % lanes) * step;
        angles.set(branch, angle);
        branch.piece.x = Math.cos(angle) * at;
        branch.piece.y = Math.sin(angle) * at;
      });
      radius += (lanes - 1) * step;
    });
  }
  pack(parts, step);
}

/** Rows, with what is alike side by side. */
export function grid(pieces: Piece[]): void {
  const sorted = [...pieces].sort((a, b) => a.kind.localeCompare(b.kind, "en") || b.neighbours.length - a.neighbours.length);
  const columns = Math.max(1, Math.ceil(Math.sqrt(sorted.length * 1.6)));
  sorted.forEach((piece, i) => {
    piece.x = (i % columns) * step;
    piece.y = Math.floor(i / columns) * step;
  });
}
