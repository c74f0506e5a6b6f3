// Writes what the pages load into the folder named on the command line; fetches nothing.
import { build } from "esbuild";

const folder = process.argv[2];
const files = {
  "bootstrap.min.css": "bootstrap/dist/css/bootstrap.css",
  "bootstrap.min.js": "bootstrap/dist/js/bootstrap.bundle.js",
  "echarts.min.js": "./assets/echarts.js",
  "htmx.min.js": "htmx.org/dist/htmx.js",
  "sortable.min.js": "sortablejs/Sortable.js",
  "tom-select.min.css": "tom-select/dist/css/tom-select.bootstrap5.css",
  "tom-select.min.js": "tom-select/dist/js/tom-select.complete.js",
};

await Promise.all(
  Object.entries(files).map(([name, source]) =>
    build({
      entryPoints: [source.startsWith(".") ? source : `./node_modules/${source}`],
      outfile: `${folder}/${name}`,
      bundle: name === "echarts.min.js",
      minify: true,
      legalComments: "inline",
      charset: "utf8",
      // The oldest engine of the hospital browsers that we support.
      target: "chrome86",
      logLevel: "warning",
    }),
  ),
);
