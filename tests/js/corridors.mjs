// The forms of all corridors, and those of the providers' documents.

export function fieldForms(offramp) {
  const forms = offramp.corridors().map(({ currency, rail }) => offramp.bankAccountFields(currency, { rail }));
  const documents = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'SGD'].map((currency) => offramp.bankAccountFields(currency, { provider: 'coinut' }));
  return [...forms, ...documents];
}
