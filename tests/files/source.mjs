// 5,000 rows by a fixed rule, in every kind of file.

import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

export const HEADER = [
  'reference',
  'currency',
  'amount',
  'accountName',
  'iban',
  'accountNumber',
  'aba',
  'vpa',
  'country',
];

/** Rows of many rails with many things wrong: slips, blanks, duplicates. */
export function rows(count = 5000) {
  let seed = 1;
  const next = (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed >>> 16) % below;
  };
  const one = (...texts) => texts[next(texts.length)];
  return Array.from({ length: count }, (_, number) => {
    const row = Object.fromEntries(HEADER.map((name) => [name, '']));
    row.reference = next(50) === 0 ? 'R-1' : `R-${number}`;
    row.amount = one('1.00', '12.345', '1,000.00', '100', '0', '7.5', '\u00a03.00');
    row.accountName = one('Jane Doe', 'José García', 'Müller, Söhne "KG"', '', '=1+1');
    switch (next(4)) {
      case 0:
        row.currency = one('EUR', 'eur', 'Euro');
        row.iban = one(
          'DE89370400440532013000',
          'DE89 3704 0044 0532 0130 OO',
          'DE00370400440532013000',
          'FR1420041010050500013M02606',
        );
        break;
      case 1:
        row.currency = 'USD';
        row.accountNumber = String(next(65_536)).padStart(9, '0');
        row.aba = one('021000021', '21000021', '026009593', '123456789');
        break;
      case 2:
        row.currency = 'INR';
        row.vpa = one('user@okaxis', 'user@gmail.com', 'user@nosuchhandle', 'asha@ybl ');
        break;
      default:
        row.currency = one('ZZZ', '', 'GBP');
        row.country = one('DE', 'XX', '');
    }
    return row;
  });
}

/** An archive of these files. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const entry = Buffer.alloc(26);
    entry.writeUInt16LE(20, 0);
    entry.writeUInt16LE(8, 4);
    entry.writeUInt32LE(crc32(bytes), 10);
    entry.writeUInt32LE(packed.length, 14);
    entry.writeUInt32LE(bytes.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), entry, central, Buffer.from(name));
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), entry, Buffer.from(name), packed]);
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** A workbook with one sheet of texts. */
export function xlsx(table) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const cells = (row) =>
    row.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`).join('');
  const sheet = table.map((row, index) => `<row r="${index + 1}">${cells(row)}</row>`).join('');
  return zip({
    '_rels/.rels': `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Payouts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

/** The same rows in each kind of file; those that only a reader of packed files reads are `packed`. */
export function kinds(all = rows()) {
  const table = [HEADER, ...all.map((row) => HEADER.map((name) => row[name]))];
  const csv = table.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`).join('');
  return [
    { name: 'CSV', bytes: Buffer.from(csv) },
    { name: 'NDJSON', bytes: Buffer.from(all.map((row) => `${JSON.stringify(row)}\n`).join('')) },
    { name: 'JSON', bytes: Buffer.from(JSON.stringify(all)) },
    { name: 'UTF-16', bytes: Buffer.from(`\ufeff${csv}`, 'utf16le') },
    { name: 'gzip', bytes: gzipSync(csv), packed: true },
    { name: 'zip', bytes: zip({ 'payouts.csv': csv }), packed: true },
    { name: 'xlsx', bytes: xlsx(table), packed: true },
  ];
}

/** What is the same in each: all but where a row stands, and what is said of how the file is written. */
export const comparable = ({ rows: all, summary: { totals, counts, ...summary } }) => ({
  rows: all.map(({ line, ...row }) => row),
  totals,
  counts,
  valid: summary.valid,
  invalid: summary.invalid,
  undetermined: summary.undetermined,
});
