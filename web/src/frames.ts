import { separate } from "./force";
import type { Piece } from "./pieces";

interface Frame { members: Piece[]; left: number; top: number; right: number; bottom: number }

const padding = 34;

function frameOf(members: Piece[]): Frame {
  return {
    members,
    left: Math.min(...members.map(piece => piece.x - piece.size / 2)) - padding, right: Math.max(...members.map(piece => piece.x + piece.size / 2)) + padding,
    top: Math.min(...members.map(piece => piece.y - piece.size / 2)) - padding, bottom: Math.max(...members.map(piece => piece.y + piece.size / 2)) + padding,
  };
}

/** The least way out of a box, along one axis. */
function wayOut(box: { left: number; top: number; right: number; bottom: number }, frame: Frame): [number, number] | null {
  const left = box.right - frame.left, right = frame.right - box.left, up = box.bottom - frame.top, down = frame.bottom - box.top;
  const least = Math.min(left, right, up, down);
  if (least <= 0.5) return null;
  return least === left ? [-left, 0] : least === right ? [right, 0] : least === up ? [0, -up] : [0, down];
}

function move(pieces: Piece[], x: number, y: number): void {
  for (const piece of pieces)
    if (!piece.fixed) {
      piece.x += x;
      piece.y += y;
    }
}

/** Moves what is not in a group out of the group's frame, and frames off each other, as far as pins allow. */
export function clearFrames(pieces: Piece[]): void {
  const clusters = new Map<string, Piece[]>();
  for (const piece of pieces) if (piece.cluster) clusters.set(piece.cluster, [...(clusters.get(piece.cluster) ?? []), piece]);
  separate(pieces);
  // Among thousands there is no room to clear, and frames are hardly seen.
  if (clusters.size === 0 || pieces.length > 1500) return;
  for (let round = 0; round < 24; round++) {
    let hasMoved = false;
    const frames = [...clusters.values()].map(frameOf);
    frames.forEach((frame, i) => {
      for (const other of frames.slice(i + 1)) {
        const way = wayOut(other, frame);
        if (!way) continue;
        move(other.members, ...way);
        Object.assign(other, frameOf(other.members));
        hasMoved = true;
      }
    });
    for (const frame of frames)
      for (const piece of pieces) {
        if (piece.fixed || piece.cluster === frame.members[0]!.cluster) continue;
        const half = piece.size / 2, way = piece.cluster ? null : wayOut({ left: piece.x - half, right: piece.x + half, top: piece.y - half, bottom: piece.y + half }, frame);
        if (!way) continue;
        move([piece], ...way);
        hasMoved = true;
      }
    if (!hasMoved) return;
    separate(pieces);
  }
}
