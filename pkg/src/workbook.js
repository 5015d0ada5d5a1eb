// The entry with the larger module: it reads workbooks and packed files too, and fixes files.

export * from './index.js';
export { fixCsv, fixFile, unpackFile } from './fix.js';
