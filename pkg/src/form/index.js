// The entry for forms. It is given the functions of the package and imports none, so that it goes with every
// other entry and the page has one module.

export { bankAccountForm } from './form.js';
export { formatAsTyped, formatInput } from './format.js';
export { languages, loadMessages } from './languages.js';
export { helpOf, labelOf, messageOf, suggestionOf } from './message.js';
