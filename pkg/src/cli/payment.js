// What is said of a payment besides its fields: the options that several commands share.

/** The table of these options. */
export const PAYMENT = [
  {
    name: 'rail',
    value: 'RAIL',
    about: 'The rail, or a clearing system that stands for it; told by the fields where it is left out',
  },
  { name: 'scheme', value: 'SCHEME', about: 'The clearing system, such as ach or `sepa_instant`' },
  { name: 'country', value: 'CODE', about: 'The country of the payment' },
  {
    name: 'provider',
    value: 'PROVIDER',
    about: 'The provider whose document applies; without one, the rail’s public rule does',
  },
  { name: 'providers', value: 'PROVIDERS', about: 'Also note what these providers want besides' },
  { name: 'date', value: 'DATE', about: 'The day of the payment, for rules that change with time' },
  { name: 'memo-required', value: 'ADDRESSES', about: 'The addresses that need a memo, or `all` of them' },
];

/** The members of the package's options. */
export function paymentOptions({ rail, scheme, country, provider, providers, date, memoRequired, strictness }) {
  const memo =
    memoRequired === undefined || /^all$/i.test(memoRequired) ? memoRequired && true : memoRequired.split(',');
  return { rail, scheme, country, provider, providers: providers?.split(','), date, memoRequired: memo, strictness };
}

/** Whether a verdict with these findings ends the command with status 1. */
export function fails(failOn, { verdict, findings }) {
  if (verdict === 'invalid' || (verdict === 'undetermined' && failOn !== undefined)) return true;
  return failOn === 'warning' && findings.some(({ severity }) => severity === 'warning');
}
