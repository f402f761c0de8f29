// Puts script and style into the page, and names them in its policy by their hash: nothing else on the page can run.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const hash = text => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

async function text(folder, entry) {
    const result = await build({
        entryPoints: [join(folder, "src", entry)], absWorkingDir: folder, bundle: true, minify: true, write: false, metafile: true, format: "iife", target: "es2022",
        charset: "utf8", legalComments: "none", logLevel: "silent",
    });
    return { text: result.outputFiles[0].text.trim(), inputs: Object.keys(result.metafile.inputs) };
}

/** The licences of what the script contains, which must go with it. */
function licences(folder, inputs) {
    const names = new Set(inputs.map(input => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean));
    return [...names].sort().map(name => {
        const place = join(folder, "node_modules", name);
        const file = readdirSync(place).find(file => /^licen[cs]e/i.test(file));
        if (!file) throw new Error(`${name} has no licence.`);
        return `${name}\n\n${readFileSync(join(place, file), "utf8").trim().replaceAll("--", "- -")}`;
    }).join("\n\n");
}

export async function bundle(folder) {
    const [script, style] = [await text(folder, "main.ts"), await text(folder, "style.css")];
    if (/<!--|<\/?script/i.test(script.text) || /<\/?style/i.test(style.text)) throw new Error("The script or the style would end its own element.");
    const page = readFileSync(join(folder, "src", "index.html"), "utf8");
    const parts = { SCRIPT: script.text, STYLE: style.text, SCRIPT_HASH: hash(script.text), STYLE_HASH: hash(style.text), LICENCES: licences(folder, script.inputs) };
    return page.replace(/@@(SCRIPT_HASH|STYLE_HASH|SCRIPT|STYLE|LICENCES)@@/g, (_, name) => parts[name]);
}
