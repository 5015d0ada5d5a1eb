//! What holds for every input, tried on drawn ones.

mod accounts;
mod chains;
mod consistency;
mod damage;
mod duplicates;
mod files;
mod identifiers;
mod inputs;
mod json;
mod keys;
mod meanings;
mod money;
mod reasons;
mod schemas;
mod sepa;
mod texts;
mod verdicts;
mod wallets;
