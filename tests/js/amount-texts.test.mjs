// Amounts by locale, held against the CLDR that Node has: every locale of data/locales.csv.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { formatAmount } from '../../pkg/dist/index.js';

const rows = readFileSync(new URL('../../data/locales.csv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);
const locales = rows.flatMap((row) => row.split(',').at(-1).split(' '));
// their countries have what the language has
locales.push('en-GB', 'en-US', 'en-NG', 'en-KE', 'de-DE', 'fr-BE', 'hi-IN', 'ne-NP', 'pt-BR', 'sw-TZ', 'es-ES');
const amounts = ['0', '7.05', '999.99', '1234.5', '12345.67', '123456', '1234567.8', '98765432.1', '999999999999.99'];

test('the locales are those of CLDR 47 and later, with all figures in 0 to 9', () => {
  if (Number.parseInt(process.versions.cldr, 10) < 47) return;
  let compared = 0;
  for (const locale of locales) {
    for (const amount of amounts) {
      for (const currency of ['EUR', 'INR', 'JPY', 'KWD', 'XAF']) {
        const options = { style: 'currency', currency, currencyDisplay: 'code' };
        const expected = new Intl.NumberFormat(`${locale}-u-nu-latn`, options);
        const { maximumFractionDigits: decimals } = expected.resolvedOptions();
        if ((amount.split('.')[1]?.length ?? 0) > decimals) continue;
        assert.equal(
          formatAmount({ amount, currency, locale }).text,
          expected.format(amount),
          `${amount} ${currency} in ${locale}`,
        );
        compared++;
      }
      // Swiss German and Swiss Italian write the euro by its code
      if (locale.endsWith('-CH')) continue;
      const symbol = new Intl.NumberFormat(`${locale}-u-nu-latn`, {
        style: 'currency',
        currency: 'EUR',
        currencyDisplay: 'narrowSymbol',
      });
      assert.equal(
        formatAmount({ amount, currency: 'EUR', locale, display: 'symbol' }).text,
        symbol.format(amount),
        `${amount} in ${locale}`,
      );
      compared++;
    }
  }
  assert.ok(compared > 1_500, `${compared} compared`);
});
