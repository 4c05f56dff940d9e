// Runs write.py in the page's own Python: node in_node.mjs PYODIDE WRITER FOLDER
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, writer, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/`, args: ["-X", "no_debug_ranges"] });
python.FS.mkdirTree("/wheels");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/wheels");
python.runPython(`import sys\nsys.argv = ["write.py", "/wheels"]\n${readFileSync(writer, "utf8")}`);
