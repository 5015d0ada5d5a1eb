// Holds addresses of Solana and Bitcoin against @solana/web3.js, bitcoinjs-lib and multicoin-address-validator.
//
// usage: node chains.cjs FOLDER_OF_PACKAGES DIST, after scripts/build-npm
'use strict';

const { createHash } = require('node:crypto');
const path = require('node:path');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');

const [modules, dist] = process.argv.slice(2).map((folder) => path.resolve(folder));
const load = createRequire(path.join(modules, 'package.json'));
const { PublicKey } = load('@solana/web3.js');
const bitcoin = load('bitcoinjs-lib');
const multicoin = load('multicoin-address-validator');

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const COUNT = 4000;

let drawn = 0;
const bytes = (length) => {
  drawn += 1;
  return createHash('sha512').update(String(drawn)).digest().subarray(0, length);
};
/** One character exchanged. */
const exchanged = (text, alphabet) => {
  const [place, letter] = bytes(2);
  const at = place % text.length;
  return text.slice(0, at) + alphabet[letter % alphabet.length] + text.slice(at + 1);
};
const agrees = (ask) => {
  try {
    return ask() === true;
  } catch {
    return false;
  }
};

/** A class of disagreement by what the text is; DISAGREEMENTS.md says who is right. */
const EXPLAINED = new Set(['multicoin solana: another length', 'bitcoinjs: SegWit of version 1 and later']);

async function main() {
  const { validate } = await import(pathToFileURL(path.join(dist, 'index.js')));
  const seen = new Map();
  const differ = (key) => seen.set(key, (seen.get(key) ?? 0) + 1);
  for (let at = 0; at < COUNT; at += 1) {
    let text = new PublicKey(bytes(32)).toBase58();
    if (at % 3 === 1) text = exchanged(text, BASE58);
    if (at % 7 === 2) text = text.slice(0, -1);
    if (at % 11 === 3) text = `1${text}`;
    const { verdict, findings } = validate('solanaAddress', text);
    const ours = verdict === 'valid';
    if (ours !== agrees(() => new PublicKey(text).toBase58() === text)) differ('web3.js: form');
    const isOff = findings.some(({ code }) => code === 'SOLANA_OFF_CURVE');
    if (ours && isOff === agrees(() => PublicKey.isOnCurve(new PublicKey(text).toBytes()))) differ('web3.js: curve');
    if (ours !== agrees(() => multicoin.validate(text, 'sol')))
      differ(`multicoin solana: ${ours ? 'we accept' : 'another length'}`);
  }
  const versions = [0, 5, 0, 5, 0x6f, 0xc4, 0x30];
  for (let at = 0; at < COUNT; at += 1) {
    const isBase58 = at % 4 < 2;
    let text;
    if (isBase58) text = bitcoin.address.toBase58Check(bytes(20), versions[at % 7]);
    else if (at % 4 === 2) text = bitcoin.address.toBech32(bytes(at % 8 === 2 ? 32 : 20), 0, at % 9 ? 'bc' : 'tb');
    else text = bitcoin.address.toBech32(bytes(32), 1 + (at % 5 === 0 ? at % 16 : 0), 'bc');
    if (at % 3 === 1) text = exchanged(text, isBase58 ? BASE58 : BECH32);
    if (at % 10 === 4) text = text.toUpperCase();
    if (at % 13 === 5) text = text.slice(1);
    const ours = validate('bitcoinAddress', text).verdict === 'valid';
    const theirs = agrees(() => bitcoin.address.toOutputScript(text, bitcoin.networks.bitcoin).length > 0);
    if (ours !== theirs)
      differ(/^bc1[^q]/i.test(text) && ours ? 'bitcoinjs: SegWit of version 1 and later' : `bitcoinjs: ${text}`);
    if (ours !== agrees(() => multicoin.validate(text, 'btc'))) differ(`multicoin bitcoin: ${text}`);
  }
  console.log(`Solana and Bitcoin: ${COUNT} addresses each`, Object.fromEntries(seen));
  const wrong = [...seen.keys()].filter((key) => !EXPLAINED.has(key));
  if (wrong.length > 0) throw new Error(`not explained: ${wrong.join('; ')}`);
}

main();
