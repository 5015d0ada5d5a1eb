// Colours and tables, as the command of the crate has them.

/** Whether and how to colour. */
export function styleOf(when, out, environment) {
  const isColoured = when === 'always' || (when !== 'never' && out.isTTY === true && !environment.NO_COLOR);
  const paint = (code) => (text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : String(text));
  const [red, yellow, cyan, green] = [paint('1;31'), paint('33'), paint('36'), paint('32')];
  const [bold, faint] = [paint('1'), paint('2')];
  const severities = { error: red, warning: yellow, info: cyan };
  const verdicts = { valid: green, invalid: red, undetermined: yellow };
  return {
    bold,
    faint,
    error: red,
    severity: (severity) => severities[severity](severity),
    verdict: (verdict) => verdicts[verdict](verdict),
    /** The message of a finding, and what to put instead. */
    message({ message, suggestion }) {
      const said = printable(message);
      return suggestion === undefined ? said : `${said} Did you mean ${bold(printable(suggestion))}?`;
    },
  };
}

/** Where a finding is, such as `accountDetails/ifsc`. */
export const place = ({ path }) => printable(path.replace(/^\/+/, ''));

/** Text from a file without the characters that would steer a terminal, or turn round what is written on it. */
export const printable = (text) => text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');

/** How many columns a text takes on a terminal, colours not counted. */
function width(text) {
  let columns = 0;
  for (const letter of text.replace(/\p{Cc}\[[\d;]*m/gu, '')) {
    if (/\p{M}|\p{Cf}/u.test(letter)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
        letter,
      )
        ? 2
        : 1;
  }
  return columns;
}

/** The lines of a table without rules; columns whose numbers are in `right` end at their right. */
export function table(style, header, rows, right = []) {
  const all = [header.map(style.faint), ...rows.map((row) => row.map(String))];
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column]))));
  const line = (row) =>
    row.map((text, column) => {
      const blanks = ' '.repeat(widths[column] - width(text));
      return right.includes(column) ? ` ${blanks}${text} ` : ` ${text}${blanks} `;
    });
  return all.map((row) => `${line(row).join('').trimEnd()}\n`).join('');
}
