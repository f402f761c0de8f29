import { visible, words } from "./dom";
import { linkName, type GraphNode } from "./model";
import type { State } from "./state";
import { colours } from "./theme";

/** A label in the middle of a place; one that may stand over small nodes has a ground of its own. */
export interface Label { text: string; x: number; y: number; size: number; half: number; tone: "text" | "soft" | "strong"; hasGround: boolean }

interface Box { left: number; top: number; right: number; bottom: number }

const font = (size: number, isStrong = false): string => `${isStrong ? "600 " : ""}${size}px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif`;
const mostLabels = 400, mostFromAfar = 40, mostTried = 2000, longest = 30, smallest = 4;
const pen = document.createElement("canvas").getContext("2d")!;

/** The name of a node as there is room for it: of what is long the beginning and the end, and of a hash little of both. */
export function shortName(node: GraphNode): string {
  const name = visible(node.name);
  if (/^[0-9a-f]{32,}$/.test(name)) return `${name.slice(0, 8)}…${name.slice(-6)}`;
  return name.length <= longest ? name : `${name.slice(0, longest - 10)}…${name.slice(-8)}`;
}

const widths = new Map<string, number>();

function widthOf(text: string, size: number): number {
  let width = widths.get(text);
  if (width === undefined) {
    pen.font = font(12, true);
    widths.set(text, width = pen.measureText(text).width / 12);
  }
  return width * size;
}

/** Boxes on the screen, found again by where they are. */
class Occupied {
  private readonly cells = new Map<number, Box[]>();

  take(box: Box): void {
    this.each(box, key => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    });
  }

  isFree(box: Box): boolean {
    let isFree = true;
    this.each(box, key => {
      for (const other of isFree ? this.cells.get(key) ?? [] : [])
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) isFree = false;
    });
    return isFree;
  }

  private each(box: Box, act: (key: number) => void): void {
    for (let x = Math.floor(box.left / 64); x <= Math.floor(box.right / 64); x++)
      for (let y = Math.floor(box.top / 64); y <= Math.floor(box.bottom / 64); y++) act(x * 100_003 + y);
  }
}

/**
 * The labels that fit: the most important first, none over another label or over a node. Places are those of the graph; zoom is how large it is
 * drawn, for labels keep their size.
 */
export function fittingLabels(state: State, zoom: number, area: Box | null): Label[] {
  const { cy, selection, path } = state;
  const occupied = new Occupied(), labels: Label[] = [];
  const special = new Set<string>();
  if (selection?.kind === "node") special.add(state.standIn(selection.node));
  if (selection?.kind === "group") special.add(selection.group.id);
  for (const step of path?.steps ?? []) special.add(state.standIn(step.node));
  if (hovered) special.add(hovered);

  const shown: { id: string; text: string; x: number; y: number; half: number; weight: number }[] = [];
  const groups = new Map(state.model.groups.map(group => [group.id, group]));
  cy.nodes().forEach(element => {
    const { x, y } = element.position(), id = element.id(), node = state.model.nodes.get(id), group = groups.get(id);
    if (area && (x < area.left || x > area.right || y < area.top || y > area.bottom) && !group) return;
    const isFrame = group !== undefined && !group.collapsed;
    const half = (isFrame ? element.outerHeight() : element.data("size") as number) / 2;
    // Nodes that are mere dots at this zoom may be written over.
    if (!isFrame && half * zoom >= smallest) occupied.take({ left: (x - half) * zoom, right: (x + half) * zoom, top: (y - half) * zoom, bottom: (y + half) * zoom });
    const text = node ? shortName(node) : `${visible(group!.name) || "Group"} (${group!.members.length})`;
    shown.push({ id, text, x, y, half: isFrame ? -half : half, weight: special.has(id) ? 1e9 : group ? 1e6 : node!.links.length });
  });
  shown.sort((a, b) => b.weight - a.weight);

  /** Takes the first of the places that is free; what must be seen takes the first of all. */
  const put = (text: string, places: [number, number][], size: number, tone: Label["tone"], force: boolean): void => {
    const half = widthOf(text, size) / 2 + 2;
    const boxOf = ([x, y]: [number, number]): Box => ({ left: x - half, right: x + half, top: y - size * 0.65, bottom: y + size * 0.65 });
    const isInside = (box: Box): boolean => !area || (box.left >= area.left * zoom && box.right <= area.right * zoom && box.top >= area.top * zoom && box.bottom <= area.bottom * zoom);
    const place = places.find(one => isInside(boxOf(one)) && occupied.isFree(boxOf(one))) ?? (force ? places[0] : undefined);
    if (!place) return;
    occupied.take(boxOf(place));
    labels.push({ text, x: place[0], y: place[1], size, half, tone, hasGround: zoom * 16 < smallest });
  };
  const most = zoom * 16 < smallest ? mostFromAfar : mostLabels;
  for (const one of shown.slice(0, mostTried)) {
    if (labels.length >= most) break;
    const x = one.x * zoom, y = one.y * zoom, away = Math.abs(one.half) * zoom, side = away + widthOf(one.text, 12) / 2 + 6;
    // The frame of a group that is too small for its name says nothing.
    if (one.half < 0) put(one.text, [[x, y - away + 12], [x, y + away - 12], [x, y - away - 10]], 12, "soft", away > 24);
    else put(one.text, [[x, y + away + 10], [x, y - away - 10], [x + side, y], [x - side, y]], 12, one.weight === 1e9 ? "strong" : "text", one.weight === 1e9);
  }
  cy.edges(".near, .on-path, .chosen").slice(0, 60).forEach(element => {
    const from = element.source().position(), to = element.target().position();
    const link = state.model.links[Number(element.id().slice("link:".length))];
    if (link && Math.hypot(from.x - to.x, from.y - to.y) * zoom > 70) put(words(linkName(link.type)), [[(from.x + to.x) / 2 * zoom, (from.y + to.y) / 2 * zoom]], 11, "soft", false);
  });
  return labels;
}

let hovered: string | null = null;

/** Labels stand on a canvas above the graph: they stay legible at every zoom, and a frame does not have to draw text of thousands of nodes. */
export function startLabels(state: State): void {
  const { cy } = state, canvas = document.getElementById("labels") as HTMLCanvasElement, context = canvas.getContext("2d")!;
  let labels: Label[] = [], chosenAt = 1, timer = 0;

  const draw = (): void => {
    const ratio = Math.min(devicePixelRatio || 1, 2), zoom = cy.zoom(), pan = cy.pan(), colour = colours();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colour.back;
    for (const label of labels) {
      const x = label.x * zoom / chosenAt + pan.x, y = label.y * zoom / chosenAt + pan.y;
      if (label.hasGround) {
        context.globalAlpha = 0.72;
        context.fillStyle = colour.back;
        context.fillRect(x - label.half, y - label.size * 0.65, label.half * 2, label.size * 1.3);
        context.globalAlpha = 1;
      }
      context.font = font(label.size, label.tone === "strong");
      context.fillStyle = label.tone === "soft" ? colour.soft : colour.text;
      context.strokeText(label.text, x, y);
      context.fillText(label.text, x, y);
    }
  };
  const choose = (): void => {
    timer = 0;
    const extent = cy.extent(), zoom = cy.zoom();
    labels = fittingLabels(state, zoom, { left: extent.x1, top: extent.y1, right: extent.x2, bottom: extent.y2 });
    chosenAt = zoom;
    draw();
  };
  const soon = (): void => {
    if (!timer) timer = window.setTimeout(choose, 120);
  };
  const resize = (): void => {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    soon();
  };

  cy.on("viewport", () => {
    draw();
    clearTimeout(timer);
    timer = window.setTimeout(choose, 120);
  });
  cy.on("position add remove", soon);
  cy.on("mouseover", "node", event => {
    hovered = event.target.id();
    soon();
  });
  cy.on("mouseout", "node", () => {
    hovered = null;
    soon();
  });
  for (const event of ["select", "path", "theme", "shown", "moved"] as const) state.on(event, soon);
  new ResizeObserver(resize).observe(canvas);
}
