// Unpacks an old Chromium and starts it. Nobody mends it any more: it may open this machine only.
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const require = createRequire(import.meta.url);
const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");

export const ENGINES = {
  86: { pack: "chrome-aws-lambda", driver: "puppeteer-core-10" },
  92: { pack: "chromium-92", driver: "puppeteer-core-10" },
  109: { pack: "chromium-109", driver: "puppeteer-core-19" },
};
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-zygote",
  "--single-process",
  "--hide-scrollbars",
  "--lang=zh-CN",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

function unpack(version) {
  const packed = join(MODULES, ENGINES[version].pack, "bin");
  const folder = join(MODULES, ".engines", String(version));
  const program = join(folder, "chromium");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const tar = join(folder, "swiftshader.tar");
  writeFileSync(tar, brotliDecompressSync(readFileSync(join(packed, "swiftshader.tar.br"))));
  execFileSync("tar", ["-xf", tar, "-C", folder]);
  // 86 and 92 look for the drawing library in a folder of its name.
  const beside = join(folder, "swiftshader");
  mkdirSync(beside, { recursive: true });
  for (const name of ["libEGL.so", "libGLESv2.so"]) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(beside, name));
  }
  writeFileSync(program, brotliDecompressSync(readFileSync(join(packed, "chromium.br"))));
  chmodSync(program, 0o700);
  return program;
}

export async function launch(version) {
  const driver = require(ENGINES[version].driver);
  const puppeteer = driver.default || driver;
  return puppeteer.launch({ executablePath: unpack(version), args: FLAGS, headless: true });
}
