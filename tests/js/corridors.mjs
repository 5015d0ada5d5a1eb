// The forms of all corridors, and those of the providers' documents, each with the options that it was asked with.

export function fieldForms(offramp) {
  const corridors = offramp.corridors().map(({ currency, rail }) => [currency, { rail }]);
  const documents = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'SGD'].map((currency) => [currency, { provider: 'coinut' }]);
  return [...corridors, ...documents].map(([currency, options]) => ({
    ...offramp.bankAccountFields(currency, options),
    options,
  }));
}
