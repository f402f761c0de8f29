/** How a type is drawn: a shape, and strokes in a box of 24 by 24. */
export interface Icon { shape: Shape; path: string }

export type Shape = "ellipse" | "round-rectangle" | "round-diamond" | "round-hexagon";

const icons: Record<string, Icon> = {
  file: { shape: "round-rectangle", path: "M7 3h7l4 4v14H7z M14 3v4h4" },
  url: { shape: "round-diamond", path: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1 M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1" },
  domain: { shape: "ellipse", path: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z M3 12h18 M12 3c5 5 5 13 0 18 M12 3c-5 5-5 13 0 18" },
  ip_address: { shape: "round-hexagon", path: "M5 4h14v6H5z M5 14h14v6H5z M8 7h.01 M8 17h.01" },
  whois: { shape: "ellipse", path: "M6 4h12v16H6z M9 8h6 M9 12h6 M9 16h3" },
  ssl_cert: { shape: "ellipse", path: "M6 11h12v9H6z M8 11V8a4 4 0 0 1 8 0v3" },
  collection: { shape: "round-rectangle", path: "M3 7h7l2 2h9v10H3z" },
  reference: { shape: "round-rectangle", path: "M5 4h6l1 1l1-1h6v15h-6l-1 1l-1-1H5z M12 5v15" },
  report: { shape: "round-rectangle", path: "M6 3h12v18H6z M9 15v-3 M12 15V8 M15 15v-5" },
  threat_actor: { shape: "ellipse", path: "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8z M4 21c1-5 4-7 8-7s7 2 8 7" },
  actor: { shape: "ellipse", path: "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8z M4 21c1-5 4-7 8-7s7 2 8 7" },
  victim: { shape: "ellipse", path: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8z" },
  email: { shape: "round-rectangle", path: "M3 6h18v12H3z M3 7l9 7l9-7" },
  department: { shape: "round-rectangle", path: "M5 21V4h9v17 M14 10h5v11 M8 8h3 M8 12h3 M8 16h3" },
  device: { shape: "round-rectangle", path: "M3 5h18v11H3z M9 20h6 M12 16v4" },
  port: { shape: "round-hexagon", path: "M9 3v5 M15 3v5 M6 8h12v4a6 6 0 0 1-12 0z M12 18v3" },
  service: { shape: "round-hexagon", path: "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8z M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.6 5.6l2 2 M16.4 16.4l2 2 M18.4 5.6l-2 2 M7.6 16.4l-2 2" },
  wallet: { shape: "round-rectangle", path: "M3 7h16v12H3z M3 7l12-3v3 M15 13h.01" },
  malware_family: { shape: "round-hexagon", path: "M8 9a4 4 0 0 1 8 0v6a4 4 0 0 1-8 0z M4 8l4 3 M20 8l-4 3 M4 13h4 M16 13h4 M5 19l3-3 M19 19l-3-3" },
  attack_technique: { shape: "round-diamond", path: "M12 4v16 M4 12h16 M12 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10z" },
  campaign: { shape: "round-diamond", path: "M6 21V4 M6 5h11l-3 4l3 4H6" },
  vulnerability: { shape: "round-diamond", path: "M12 3l9 17H3z M12 10v4 M12 17h.01" },
  intelligence: { shape: "round-diamond", path: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z M15.5 15.5l5 5" },
  hunting: { shape: "round-diamond", path: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z M12 3v6 M12 15v6 M3 12h6 M15 12h6" },
  retrohunt: { shape: "round-diamond", path: "M4 5v5h5 M4.5 10a8 8 0 1 1-.5 4 M12 8v5l3 2" },
  commonality: { shape: "round-diamond", path: "M9 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10z M15 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10z" },
  group: { shape: "round-rectangle", path: "M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z" },
};

/** A type that is not listed: somebody's own. */
const other: Icon = { shape: "ellipse", path: "M12 4l8 8l-8 8l-8-8z" };

export function iconOf(type: string): Icon {
  return Object.hasOwn(icons, type) ? icons[type]! : other;
}

const images = new Map<string, string>();

/** The strokes as an image for the canvas: white, on the colour of the verdict. */
export function imageOf(type: string): string {
  const { path } = iconOf(type);
  let image = images.get(path);
  if (image === undefined) {
    image = "data:image/svg+xml," + encodeURIComponent(
      `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`);
    images.set(path, image);
  }
  return image;
}

/** Strokes of the buttons. */
export const controls: Record<string, string> = {
  "toggle-filters": "M3 5h18l-7 8v6l-4-2v-4z",
  "hit-previous": "M6 15l6-6l6 6",
  "hit-next": "M6 9l6 6l6-6",
  layout: "M12 3v5 M12 8l-6 6 M12 8l6 6 M4 14h4v5H4z M16 14h4v5h-4z",
  groups: icons["group"]!.path,
  export: "M12 4v11 M7 10l5 5l5-5 M4 20h16",
  theme: "M20 14a8 8 0 1 1-10-10a7 7 0 0 0 10 10z",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2 M12 18h.01",
  "zoom-in": "M12 5v14 M5 12h14",
  "zoom-out": "M5 12h14",
  fit: "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5",
  close: "M6 6l12 12 M18 6L6 18",
  copy: "M8 8h12v12H8z M4 16V4h12",
};
