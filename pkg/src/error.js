/** What calls throw where they cannot go on. */
export class OfframpError extends Error {
  constructor(code, message, field = '') {
    super(message);
    this.code = code;
    this.field = field;
  }
}
// on the prototype, so that it names errors of the module as well
OfframpError.prototype.name = 'OfframpError';
