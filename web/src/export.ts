import { withPlaces } from "./document";
import { byId, h } from "./dom";
import { openMenu } from "./menu";
import type { State } from "./state";
import { say } from "./status";
import { toSvg } from "./svg";
import { colours } from "./theme";
import { savePlaces } from "./view";

const mostPixels = 40_000_000, longestSide = 12_000;

function save(state: State, content: Blob, ending: string): void {
  const name = (state.payload.name ?? "graph").replace(/[^\p{L}\p{N}-]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "graph";
  const address = URL.createObjectURL(content);
  h("a", { href: address, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say(`Saved ${name}.${ending}`);
}

const svgBlob = (text: string): Blob => new Blob([text], { type: "image/svg+xml" });

/** The drawing in pixels, two for each unit where that is not too many. */
async function png(state: State): Promise<Blob> {
  const picture = toSvg(state, colours());
  const scale = Math.min(2, longestSide / picture.width, longestSide / picture.height, Math.sqrt(mostPixels / (picture.width * picture.height)));
  const address = URL.createObjectURL(svgBlob(picture.text));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = h("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("The browser could not draw it"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function startExport(state: State): void {
  const button = byId("export");
  button.addEventListener("click", () => openMenu(button, [
    { text: "PNG picture", act: () => void png(state).then(blob => save(state, blob, "png"), (error: unknown) => say(`No picture: ${String(error)}`)) },
    { text: "SVG drawing", act: () => save(state, svgBlob(toSvg(state, colours()).text), "svg") },
    {
      text: "JSON, as VirusTotal has it", act: () => {
        savePlaces(state);
        save(state, new Blob([withPlaces(state.document, state.model, state.scale)], { type: "application/json" }), "json");
      },
    },
  ]));
}
