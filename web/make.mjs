// Builds the viewer into the file that is named: node make.mjs OUTPUT. Several builds may ask for it at once; one does the work.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(folder, "dist", "viewer.html"));
const lock = join(folder, "node_modules.lock");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function newest(path) {
    const stat = statSync(path);
    return stat.isDirectory() ? Math.max(...readdirSync(path).map(name => newest(join(path, name)))) : stat.mtimeMs;
}

function isNewer(made, ...sources) {
    return existsSync(made) && sources.every(source => newest(join(folder, source)) <= statSync(made).mtimeMs);
}

function run(program, args) {
    execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
}

/** Whether the process that holds the lock still runs. */
function isHeld() {
    try {
        const holder = Number(readFileSync(join(lock, "pid"), "utf8"));
        process.kill(holder, 0);
        return true;
    } catch (error) {
        // No pid yet: whoever made the folder is about to write it.
        return error.code === "EPERM" || (error.code === "ENOENT" && existsSync(lock) && Date.now() - statSync(lock).mtimeMs < 5000);
    }
}

function takeLock() {
    const deadline = Date.now() + 600_000;
    for (;;) {
        try {
            mkdirSync(lock);
            writeFileSync(join(lock, "pid"), String(process.pid));
            return;
        } catch (error) {
            if (error.code !== "EEXIST") throw error;
            if (!isHeld()) rmSync(lock, { recursive: true, force: true });
            else if (Date.now() > deadline) throw new Error(`Another build holds ${lock} for ten minutes: remove it.`);
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
        }
    }
}

takeLock();
try {
    const inputs = ["src", "bundle.mjs", "make.mjs", "package.json", "package-lock.json", "tsconfig.json"];
    if (!isNewer(output, ...inputs)) {
        const installed = join(folder, "node_modules", ".package-lock.json");
        if (!isNewer(installed, "package.json", "package-lock.json")) {
            try {
                run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            } catch (error) {
                console.log(`npm ci failed: ${String(error.stderr ?? error).trim().split("\n")[0]}`);
                process.exitCode = 3;
            }
        }
        if (!process.exitCode) {
            run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "--noEmit"]);
            const { bundle } = await import("./bundle.mjs");
            const page = await bundle(folder);
            mkdirSync(dirname(output), { recursive: true });
            const draft = `${output}.${process.pid}.tmp`;
            writeFileSync(draft, page);
            renameSync(draft, output);
        }
    }
} catch (error) {
    console.log(String(error.stdout || error.stderr || error.stack || error).trim());
    process.exitCode = 1;
} finally {
    rmSync(lock, { recursive: true, force: true });
}
