import type { StylesheetJson } from "cytoscape";

export interface Palette { back: string; text: string; soft: string; edge: string; accent: string; detected: string; clean: string; unknown: string; path: string; group: string }

const light: Palette = { back: "#f4f6f8", text: "#1c232b", soft: "#5b6672", edge: "#b3bdc8", accent: "#1f63d6", detected: "#cf2438", clean: "#23824a", unknown: "#737e8a", path: "#e07a00", group: "#dfe5ec" };
const dark: Palette = { back: "#11161c", text: "#e4e9ee", soft: "#9aa7b4", edge: "#46525f", accent: "#6ea8ff", detected: "#e0485b", clean: "#2f9d60", unknown: "#6c7885", path: "#ffab45", group: "#1d2630" };

export const palette = (isDark: boolean): Palette => (isDark ? dark : light);

/** From how many elements on a frame must be cheap: straight lines without arrows. */
export const manyElements = 2500;

export function stylesheet(colours: Palette, isLarge: boolean): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        "width": "data(size)", "height": "data(size)", "shape": "data(shape)" as never, "background-color": colours.unknown,
        "background-image": "data(image)", "background-width": "58%", "background-height": "58%",
        "background-image-containment": "over", "border-width": isLarge ? 0 : 2, "border-color": colours.back, "overlay-opacity": 0,
      },
    },
    { selector: "node[verdict='detected']", style: { "background-color": colours.detected } },
    { selector: "node[verdict='clean']", style: { "background-color": colours.clean } },
    {
      selector: "node.group",
      style: {
        "shape": "round-rectangle", "background-color": colours.group, "background-image": "none", "background-opacity": 0.55, "padding": "26px",
        "border-width": 1.5, "border-color": colours.edge, "border-style": "dashed",
      },
    },
    {
      selector: "node.folded",
      style: { "background-image": "data(image)", "background-opacity": 1, "padding": "0px", "border-width": 4, "border-style": "double", "background-color": colours.unknown },
    },
    { selector: "node.folded[verdict='detected']", style: { "background-color": colours.detected } },
    { selector: "node.folded[verdict='clean']", style: { "background-color": colours.clean } },
    {
      selector: "edge",
      style: isLarge
        ? { "curve-style": "haystack", "haystack-radius": 0, "width": 1, "line-color": colours.edge, "overlay-opacity": 0 }
        : { "curve-style": "bezier", "control-point-step-size": 26, "width": 1.4, "line-color": colours.edge, "target-arrow-color": colours.edge, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "overlay-opacity": 0 },
    },
    { selector: ".faded", style: { "opacity": 0.22 } },
    { selector: "edge.near", style: { "line-color": colours.accent, "target-arrow-color": colours.accent, "width": 2, "z-index": 5 } },
    { selector: "node.hit", style: { "border-width": 3, "border-color": colours.accent } },
    { selector: "node.on-path", style: { "border-width": 5, "border-color": colours.path, "z-index": 8 } },
    { selector: "edge.on-path", style: { "line-color": colours.path, "target-arrow-color": colours.path, "width": 4, "z-index": 8 } },
    { selector: "node.chosen", style: { "border-width": 5, "border-color": colours.accent, "border-style": "solid", "z-index": 9 } },
    { selector: "edge.chosen", style: { "line-color": colours.accent, "target-arrow-color": colours.accent, "width": 4, "z-index": 9 } },
  ] as StylesheetJson;
}
