// Asks the npm packages about the values in a directory and writes their verdicts beside them.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const [directory, modules] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), 'package.json'));

const { StrKey } = load('@stellar/stellar-base');
const aba = load('abavalidator');
const base58check = load('bs58check').default;
const ethers = load('ethers');
const fastIban = load('fast-iban');
const iban = load('iban');
const ibankit = load('ibankit');
const ibantools = load('ibantools');
const multicoin = load('multicoin-address-validator');
const { TronWeb } = load('tronweb');
const validator = load('validator');
const viem = load('viem');

const PEERS = {
  iban: {
    'fast-iban': (text) => fastIban.validateIBAN(text),
    iban: (text) => iban.isValid(text),
    ibankit: (text) => ibankit.IBAN.isValid(text),
    ibantools: (text) => ibantools.isValidIBAN(text),
    validator: (text) => validator.isIBAN(text),
  },
  'iban-national': {
    ibankit: (text) => ibankit.IBAN.isValid(text),
    ibantools: (text) => ibantools.isValidIBAN(text),
  },
  bic: {
    ibankit: (text) => ibankit.BIC.isValid(text),
    ibantools: (text) => ibantools.isValidBIC(text),
    validator: (text) => validator.isBIC(text),
  },
  aba: {
    abavalidator: (text) => aba.validate(text),
  },
  evm: {
    ethers: (text) => ethers.isAddress(text),
    multicoin: (text) => multicoin.validate(text, 'eth'),
    validator: (text) => validator.isEthereumAddress(text),
    viem: (text) => viem.isAddress(text),
  },
  tron: {
    bs58check: (text) => {
      const bytes = base58check.decode(text);
      return bytes.length === 21 && bytes[0] === 0x41;
    },
    multicoin: (text) => multicoin.validate(text, 'trx'),
    tronweb: (text) => TronWeb.isAddress(text),
  },
  stellar: {
    multicoin: (text) => multicoin.validate(text, 'xlm'),
    'stellar-base': (text) => StrKey.isValidEd25519PublicKey(text) || StrKey.isValidMed25519PublicKey(text),
  },
};

// a package that throws refuses
const verdict = (judge, text) => {
  try {
    return judge(text) === true ? '1' : '0';
  } catch {
    return '0';
  }
};

for (const [family, peers] of Object.entries(PEERS)) {
  const values = JSON.parse(fs.readFileSync(path.join(directory, `${family}.json`), 'utf8'));
  for (const [name, judge] of Object.entries(peers)) {
    const verdicts = values.map((text) => verdict(judge, text)).join('');
    fs.writeFileSync(path.join(directory, `${family}.${name}.verdicts`), verdicts);
  }
}
