// Holds IFSCs against the branches that npm's ifsc lists: every one is valid and written as we know branches; only banks
// of which at most one code is left are merged ones.
//
// usage: node ifsc.cjs FOLDER_OF_PACKAGES DIST, after scripts/build-npm
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [modules, dist] = process.argv.slice(2).map((folder) => path.resolve(folder));
const listed = JSON.parse(fs.readFileSync(path.join(modules, 'node_modules/ifsc/src/IFSC.json'), 'utf8'));
const merged = fs
  .readFileSync(path.join(__dirname, '../../../data/ifsc-mergers.csv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter(Boolean)
  .map((line) => line.split(',')[0]);

async function main() {
  const { validate } = await import(pathToFileURL(path.join(dist, 'index.js')));
  const codesOf = (text) => {
    const { verdict, findings } = validate('ifsc', text);
    assert.equal(verdict, 'valid', text);
    return findings.map(({ code }) => code);
  };
  let branches = 0;
  let letters = 0;
  for (const [bank, list] of Object.entries(listed)) {
    for (const branch of list) {
      const text = `${bank}0${String(branch).padStart(6, '0')}`;
      const expected = merged.includes(bank) ? ['IFSC_BANK_MERGED'] : [];
      assert.deepEqual(codesOf(text), expected, text);
      branches += 1;
      // the same code with O for a zero in its branch is no code of the list, and is said
      const at = text.lastIndexOf('0');
      if (
        at > 4 &&
        /^\d+$/.test(text.slice(5)) &&
        !merged.includes(bank) &&
        (at === 10 || !['BKID', 'IBKL', 'IDIB', 'URBN'].includes(bank))
      ) {
        const typed = `${text.slice(0, at)}O${text.slice(at + 1)}`;
        assert.ok(!list.includes(typed.slice(5)), typed);
        assert.deepEqual(codesOf(typed), ['IFSC_BRANCH_LETTER'], typed);
        letters += 1;
      }
    }
  }
  for (const bank of merged) {
    assert.ok(
      (listed[bank] ?? []).length <= 1,
      `${bank} was merged, and its branches were given the codes of another bank`,
    );
    assert.deepEqual(codesOf(`${bank}0000001`), ['IFSC_BANK_MERGED']);
  }
  assert.ok(branches > 100_000 && letters > 10_000);
  console.log(
    `ifsc: ${branches} branches agreed, ${letters} with O for 0 noticed, ${merged.length} merged banks without branches`,
  );
}

main();
