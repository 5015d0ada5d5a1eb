// The command of the package, beside the one of the crate: the same bytes and the same exit codes.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { templates } from '../../pkg/build/messages.mjs';
import { bankAccountFields, corridors, kinds } from '../../pkg/dist/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const payouts = join(root, 'examples/payouts.csv');
const command = join(root, 'pkg/dist/cli.js');
const native = process.env.OFFRAMP_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/offramp');
const skip = !existsSync(native) && 'the program is not built';
const folder = mkdtempSync(join(tmpdir(), 'offramp-cli-'));

const ask = (program, before, words, input = '') => {
  const { status, stdout, stderr } = spawnSync(program, [...before, ...words], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: undefined, OFFRAMP_DATA: undefined },
  });
  return { status, stdout, stderr };
};
const offramp = (words, input) => ask(process.execPath, [command], words, input);
/** The answer, which both commands give. */
function both(words, input) {
  const answer = offramp(words, input);
  assert.deepEqual(answer, ask(native, [], words, input), words.join(' '));
  return answer;
}

test('files are checked and fixed as by the command of the crate', { skip }, () => {
  for (const how of [
    [],
    ['--json'],
    ['--format', 'ndjson'],
    ['--quiet'],
    ['--color', 'always', '--show', '500'],
    ['--show', '0', '--fail-on', 'undetermined'],
    ['--strictness', 'compat', '--max-amount', 'EUR=100.00', '--expect-rows', '3', '--json'],
    ['--providers', 'coinut,rahat', '--date', '2026-11-01', '--expect-total', 'EUR=1.00', '--expect-total', 'USD=3.00'],
    [
      '--map',
      'notes=memo',
      '--map',
      'bankAdress=',
      '--provider',
      'unigox',
      '--country',
      'DE',
      '--memo-required',
      'all',
    ],
  ])
    assert.equal(both(['check', payouts, ...how]).status, 1);

  const rows = 'currency,amount,iban\n,1.00,DE89 3704 0044 0532 0130 OO\n';
  for (const [input, how, status] of [
    ['', [], 1],
    [rows, [], 1],
    [rows.replace('OO', '00'), ['--currency', 'EUR'], 0],
    [rows.replace('OO', '00'), ['--currency', 'EUR', '--fail-on', 'warning', '--json'], 1],
    ['{"currency":"KES","amount":"5","phone":"0712345678"}\n', ['--fail-on', 'undetermined', '--json'], 1],
  ])
    assert.equal(both(['check', '-', ...how], input).status, status, JSON.stringify([input, how]));

  const packed = join(folder, 'rows.csv.gz');
  writeFileSync(packed, gzipSync(rows));
  both(['check', packed, '--json']);
  both(
    ['check', join(folder, 'nothing.csv'), '--preset', 'no-such-tool'].slice(0, 1).concat(packed, '--preset', 'wise'),
  );

  const files = ['fixed', 'changes'].map((name) => ['js', 'rs'].map((end) => join(folder, `${name}-${end}.csv`)));
  const fix = (which) => ['check', payouts, '--fix', files[0][which], '--changes', files[1][which]];
  assert.deepEqual(offramp(fix(0)), ask(native, [], fix(1)));
  for (const [ours, theirs] of files) assert.deepEqual(readFileSync(ours), readFileSync(theirs));
  assert.match(readFileSync(files[1][0], 'utf8'), /LETTER_FOR_DIGIT/);
});

test('identifiers, destinations and their fields are judged and shown as by the command of the crate', { skip }, () => {
  for (const kind of kinds()) {
    const texts = ['DE89 3704 0044 0532 0130 00', '021000021', 'user@okaxis', '\u202ebad\u0007', '', '+254712345678'];
    both(['validate', kind, ...texts]);
    both(['validate', kind, '--json', '--fail-on', 'warning', ...texts]);
  }
  both(['validate', 'iban', '-'], 'DE89370400440532013000\r\nDE8937040044053201300O\n');
  assert.equal(both(['validate', 'phone', '0712345678', '--country', 'KE', '--color=always']).status, 0);
  for (const text of [
    'COBADEFF',
    'nothing known',
    '-5',
    '02100\n021000021',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ]) {
    both(['detect', text]);
    both(['detect', text, '--json']);
  }
  const asked = new Set(corridors().map(({ currency, rail }) => `${currency} --rail ${rail}`));
  for (const words of [...asked].filter((_, index) => index % 12 === 0).map((text) => text.split(' '))) {
    both(['fields', ...words]);
    both(['fields', ...words, '--json-schema']);
    const { fields } = bankAccountFields(words[0], { rail: words[2] });
    const given = fields.map(({ name, example }) => `${name}=${example}`);
    both(['destination', words[0], ...given, ...words.slice(1)]);
    both(['destination', words[0], ...given.slice(1), '--json', '--fail-on', 'undetermined']);
  }
  both(['destination', 'USD', '-'], '{"aba":"21000021"}');
  assert.equal(both(['fields', 'XXX']).status, 2);
});

test('codes are explained as by the command of the crate, all of them', { skip }, () => {
  const codes = Object.keys(templates());
  assert.ok(codes.length > 250);
  const { stdout } = both(['explain', ...codes]);
  for (const line of both(['explain', '--json', ...codes])
    .stdout.trim()
    .split('\n')) {
    const { meaning, mending } = JSON.parse(line);
    assert.ok(meaning.length > 10 && mending.length > 10, line);
  }
  assert.ok(stdout.split('  example ').length > 120);
  assert.equal(both(['explain', 'iban-checksum']).status, 0);
  for (const [typed, near] of [
    ['IBAN_CHEKSUM', /there are IBAN_CHECKSUM/],
    ['checksum', /there are ABA_CHECKSUM|there are IBAN_CHECKSUM/],
    ['xyz', /code xyz\n$/],
  ]) {
    const { status, stderr } = both(['explain', typed]);
    assert.equal(status, 2);
    assert.match(stderr, near);
  }
});

test('an example of a code, typed in, has it', { skip }, () => {
  const lines = offramp(['explain', '--json', ...Object.keys(templates())])
    .stdout.trim()
    .split('\n');
  const shown = lines.map((line) => JSON.parse(line)).filter(({ example }) => example !== undefined);
  for (const { code, example } of shown.filter((_, index) => index % 8 === 0)) {
    const call = example.replace('offramp', `"${process.execPath}" "${command}"`);
    const { stdout } = spawnSync('sh', ['-c', `${call} --json`], { encoding: 'utf8' });
    assert.ok(
      JSON.parse(stdout).findings.some((finding) => finding.code === code),
      `${code}: ${example}\n${stdout}`,
    );
  }
});

test('money is computed as by the command of the crate', { skip }, () => {
  for (const words of [
    ['fees', '1250.50', 'EUR', '--percent', '1.5', '--fixed', '0.30'],
    ['fees', '1250.50', 'EUR', '--bps', '15', '--min', '3', '--on-top', '--json'],
    ['fees', '-5', 'EUR'],
    ['fees', '1x', 'EUR', '--json'],
    ['fees', '1.005', 'EUR', '--amount-rounding', 'down', '--fraction', '0.1', '--fee-rounding', 'ceiling'],
    ['fees', '1', 'USDC', '--network', 'base', '--decimals', '2'],
    ['quote', '100', 'USDC', 'EUR', '--rate', '0.92', '--percent', '1'],
    ['quote', '500', 'USDC', 'KES', '--rate', '129.15', '--target', '--json', '--fixed', '1'],
    ['quote', '100', 'USDC', 'EUR', '--rate', '0', '--reference-rate', '0.5'],
    [
      'quote',
      '100',
      'USD',
      'EUR',
      '--rate',
      '0.9',
      '--bearer',
      'SHA',
      '--reference-rate',
      '0.5',
      '--fee-in-destination',
    ],
    [
      'quote',
      '1',
      'USD',
      'EUR',
      '--rate',
      '0.9',
      '--expires-at',
      '2026-01-01T00:00:00Z',
      '--now',
      '2026-01-02T00:00:00Z',
    ],
  ])
    both(words);
  both(
    ['fees', '100', 'USD', '--schedule', '-'],
    '{"parts":[{"name":"a","percent":"1","rounding":"up"}],"charge":"deducted"}',
  );
  both(['quote', '--request', '-'], '{"amount":"1","sourceCurrency":"USD"}');
});

test('what cannot be done ends with 2 and says what is meant', () => {
  for (const [words, said] of [
    [[], /Usage: npx offramp-core <COMMAND>/],
    [['chek', 'a'], /unrecognized subcommand 'chek'\n\n {2}tip: .* 'check'/],
    [['serve'], /cargo install offramp-core --features cli/],
    [['fix', 'a.csv'], /check FILE --fix/],
    [['check'], /required arguments were not provided:\n {2}<FILE>/],
    [['check', 'a', 'b'], /unexpected argument 'b'/],
    [['check', 'a', '--watch'], /the command of the crate has it/],
    [['check', 'a', '--sheeet', 'b'], /tip: a similar argument exists: '--sheet'/],
    [['check', 'a', '--format', 'xml'], /possible values: human, ndjson, json/],
    [['check', 'a', '--sheet'], /a value is required for '--sheet <NAME>'/],
    [['check', 'a', '--changes', 'b'], /needs '--fix/],
    [['check', join(folder, 'not there.csv')], /^error: cannot open .*not there\.csv: no such file or directory\n$/],
    [['check', folder], /is a directory/],
    [['check', payouts, '--preset', 'no-such'], /^error: /],
    [['validate', 'ibam', 'x'], /tip: a similar value exists: 'iban'/],
    [['fees', '1', 'EUR', '--percent', '1', '--bps', '2'], /cannot be used with '--bps'/],
    [['quote', '1', 'EUR'], /--rate <NUMBER>/],
  ]) {
    const { status, stdout, stderr } = offramp(words);
    assert.deepEqual([status, stdout], [2, ''], words.join(' '));
    assert.match(stderr, said);
  }
});

test('help names every option and an example of each command, which works', () => {
  const { status, stdout } = offramp(['--help']);
  assert.equal(status, 0);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
  assert.ok(commands.length >= 7, stdout);
  assert.equal(
    offramp(['--version']).stdout,
    `offramp-core ${JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8')).version}\n`,
  );
  const place = mkdtempSync(join(folder, 'examples-'));
  writeFileSync(join(place, 'payouts.csv'), 'currency,amount,vpa\nINR,1.00,user@okaxis\n');
  writeFileSync(
    join(place, 'payouts.ndjson'),
    '{"amount":"1.00","iban":"DE89370400440532013000","accountName":"A B"}\n',
  );
  writeFileSync(join(place, 'schedule.json'), '{"parts":[],"charge":"deducted"}');
  for (const name of commands) {
    const said = offramp([name, '--help']);
    assert.equal(said.status, 0);
    assert.equal(said.stdout, offramp(['help', name]).stdout);
    assert.ok(
      said.stdout.split('\n').every((line) => line.length <= 100),
      name,
    );
    const examples = [...said.stdout.split('Examples:\n')[1].matchAll(/^ {2}npx offramp-core (.+)$/gm)];
    assert.ok(examples.length > 0, name);
    for (const [, line] of examples.filter(([, one]) => !one.includes('.xlsx'))) {
      const call = `"${process.execPath}" "${command}" ${line}`;
      const { status, stderr } = spawnSync('sh', ['-c', call], { cwd: place, encoding: 'utf8' });
      // warnings of the file may be what is asked for
      assert.ok(status === 0 || (status === 1 && line.includes('--fail-on')), `${line}: ${stderr}`);
    }
  }
});

test('no file is lost: an output never takes the place of another file or of the input', () => {
  const place = mkdtempSync(join(folder, 'files-'));
  const file = join(place, 'rows.csv');
  const rows = 'currency,amount,iban\nEUR,1.00,DE89 3704 0044 0532 0130 OO\n';
  writeFileSync(file, rows);
  symlinkSync(file, join(place, 'link.csv'));
  for (const [fixed, changes] of [
    [file],
    [join(place, 'link.csv')],
    [join(place, 'a.csv'), join(place, '.', 'a.csv')],
    [join(place, 'a.xlsx')],
    [place],
    [join(place, 'no/such/folder.csv')],
    [join(place, 'b.csv'), join(place, 'no/changes.csv')],
  ]) {
    const { status } = offramp(['check', file, '--fix', fixed, ...(changes ? ['--changes', changes] : [])]);
    assert.equal(status, 2, fixed);
  }
  // not all of its rows can be read
  writeFileSync(join(place, 'damaged.csv.gz'), gzipSync(rows.repeat(99)).subarray(0, 60));
  const { status, stderr } = offramp(['check', join(place, 'damaged.csv.gz'), '--fix', join(place, 'c.csv')]);
  assert.equal(status, 1);
  assert.match(stderr, /no file was written/);
  assert.deepEqual(readdirSync(place).sort(), ['damaged.csv.gz', 'link.csv', 'rows.csv']);
  assert.equal(readFileSync(file, 'utf8'), rows);
  assert.equal(offramp(['check', file, '--fix', join(place, 'fixed.csv'), '-q']).status, 0);
  assert.ok(readFileSync(join(place, 'fixed.csv'), 'utf8').includes('DE89370400440532013000'));
});

test('a large file is read in pieces, and whoever has seen enough may close the pipe', async () => {
  const large = join(folder, 'large.csv');
  const row = (index) => `INR,${index}.00,user@okaxis,a note that is as long as notes are ${'x'.repeat(200)}\n`;
  writeFileSync(
    large,
    `currency,amount,vpa,notes\n${Array.from({ length: 200_000 }, (_, index) => row(index)).join('')}`,
  );
  const words = ['--max-old-space-size=48', command, 'check', large, '--format', 'ndjson'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  for await (const piece of child.stdout) for (const byte of piece) if (byte === 10) lines += 1;
  assert.equal(lines, 200_000);

  const cut = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  cut.stderr.on('data', (data) => {
    said += data;
  });
  cut.stdout.once('data', () => cut.stdout.destroy());
  const code = await new Promise((resolve) => cut.on('close', resolve));
  assert.deepEqual([code, said], [0, '']);
});
