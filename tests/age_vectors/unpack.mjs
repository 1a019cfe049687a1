// Writes each vector as two files: NAME.json, what its header says, and NAME.age, the file to be opened.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import * as vectors from "cctv-age";

const folder = process.argv[2];
for (const [name, bytes] of Object.entries(vectors)) {
  const all = Buffer.from(bytes);
  const end = all.indexOf("\n\n");
  const says = { identity: [], passphrase: [] };
  for (const line of all.subarray(0, end).toString("utf8").split("\n")) {
    const at = line.indexOf(": ");
    const [key, value] = [line.slice(0, at), line.slice(at + 2)];
    if (key in says && Array.isArray(says[key])) says[key].push(value);
    else says[key] = value;
  }
  const rest = all.subarray(end + 2);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(says));
  writeFileSync(join(folder, `${name}.age`), says.compressed === "zlib" ? inflateSync(rest) : rest);
}
