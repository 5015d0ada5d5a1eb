// Answers questions about money through WASM, one a line, as examples/ask.rs does natively.
//
// usage: node tests/money/ask.mjs GLUE WASM
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [glueFile, wasmFile] = process.argv.slice(2);
const glue = await import(pathToFileURL(glueFile));
glue.initSync({ module: readFileSync(wasmFile) });
const answers = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { call } = JSON.parse(line);
  // the request as it was written, so that no number passes through a float
  const request = line.slice(line.indexOf('"request": ') + 11, -1);
  try {
    answers.push(glue.call(`${call}\0${request}`));
  } catch (error) {
    answers.push(JSON.stringify({ error: error[1] }));
  }
}
process.stdout.write(`${answers.join('\n')}\n`);
