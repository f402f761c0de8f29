import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation, type SimulationNodeDatum } from "d3-force";
import { reducedMotion } from "./dom";
import type { Piece } from "./pieces";

type Body = Piece & SimulationNodeDatum;

/** Members of a group are drawn to their middle. */
function together(bodies: Body[]): (alpha: number) => void {
  const clusters = new Map<string, Body[]>();
  for (const body of bodies) if (body.cluster) clusters.set(body.cluster, [...(clusters.get(body.cluster) ?? []), body]);
  return alpha => {
    for (const members of clusters.values()) {
      const x = members.reduce((sum, body) => sum + body.x, 0) / members.length, y = members.reduce((sum, body) => sum + body.y, 0) / members.length;
      for (const body of members) {
        body.vx = (body.vx ?? 0) + (x - body.x) * alpha * 0.5;
        body.vy = (body.vy ?? 0) + (y - body.y) * alpha * 0.5;
      }
    }
  };
}

function simulation(pieces: Piece[]): Simulation<Body, undefined> {
  const bodies = pieces as Body[], isLarge = pieces.length > 1000;
  for (const body of bodies) {
    body.vx = body.vy = 0;
    body.fx = body.fixed ? body.x : null;
    body.fy = body.fixed ? body.y : null;
  }
  const number = new Map(bodies.map((body, i) => [body, i]));
  const links = bodies.flatMap((body, i) => body.neighbours.filter(other => number.get(other as Body)! > i).map(other => ({ source: body, target: other as Body })));
  return forceSimulation(bodies)
    .force("link", forceLink<Body, (typeof links)[number]>(links).distance(link => 46 + (link.source.size + link.target.size) / 2 + 2.2 * Math.sqrt(Math.min(link.source.neighbours.length, link.target.neighbours.length))))
    .force("charge", forceManyBody<Body>().strength(body => -260 - 9 * body.neighbours.length).distanceMax(isLarge ? 1800 : 1600).theta(isLarge ? 1.1 : 0.9))
    .force("x", forceX<Body>(0).strength(isLarge ? 0.012 : 0.045))
    .force("y", forceY<Body>(0).strength(isLarge ? 0.016 : 0.06))
    .force("collide", forceCollide<Body>(body => body.size / 2 + 7).strength(0.9).iterations(isLarge ? 1 : 2))
    .force("together", together(bodies))
    .alphaDecay(isLarge ? 0.04 : 0.0228)
    .stop();
}

/**
 * Forces, by Barnes and Hut, in slices of a few milliseconds: the page answers while it works. It starts from where the pieces are, and calls back from
 * time to time and at the end.
 */
export function force(pieces: Piece[], alpha: number, progress: (isDone: boolean) => void): () => void {
  const running = simulation(pieces).alpha(alpha);
  let isStopped = false, shownAt = performance.now();
  // To draw takes longer than to compute: what is shown on the way must not slow the way down, and those who want no motion see the end.
  const pause = reducedMotion() ? Infinity : pieces.length > 1000 ? 1500 : 250;
  const slice = (): void => {
    if (isStopped) return;
    const until = performance.now() + 14;
    while (running.alpha() >= running.alphaMin() && performance.now() < until) running.tick();
    const isDone = running.alpha() < running.alphaMin();
    if (isDone || performance.now() - shownAt > pause) {
      progress(isDone);
      shownAt = performance.now();
    }
    // A hidden page draws no frames, and its layout is to end all the same.
    if (!isDone) setTimeout(slice, 0);
  };
  slice();
  return () => { isStopped = true; };
}

/** Pushes apart what still overlaps once the forces are at rest. */
export function separate(pieces: Piece[]): void {
  const cell = 2 * Math.max(1, ...pieces.map(piece => piece.size));
  for (let round = 0; round < (pieces.length > 1500 ? 12 : 30); round++) {
    const cells = new Map<number, Piece[]>();
    const keyOf = (x: number, y: number): number => Math.floor(x / cell) * 1_000_003 + Math.floor(y / cell);
    for (const piece of pieces) {
      const key = keyOf(piece.x, piece.y), there = cells.get(key);
      if (there) there.push(piece);
      else cells.set(key, [piece]);
    }
    let hasMoved = false;
    for (const one of pieces)
      for (let dx = -1; dx <= 1; dx++)
        for (let dy = -1; dy <= 1; dy++)
          for (const other of cells.get(keyOf(one.x + dx * cell, one.y + dy * cell)) ?? []) {
            if (one.id >= other.id || (one.fixed && other.fixed)) continue;
            const gap = (one.size + other.size) / 2 + 6;
            let x = other.x - one.x, y = other.y - one.y, distance = Math.hypot(x, y);
            if (distance >= gap) continue;
            if (distance < 1e-6) [x, y, distance] = [1, 0, 1];
            const push = (gap - Math.min(distance, gap)) / distance + 0.01, share = one.fixed ? 0 : other.fixed ? 1 : 0.5;
            one.x -= x * push * share;
            one.y -= y * push * share;
            other.x += x * push * (1 - share);
            other.y += y * push * (1 - share);
            hasMoved = true;
          }
    if (!hasMoved) return;
  }
}
