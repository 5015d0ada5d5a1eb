//! Templates of tools and banks: what their columns mean, and what holds for all their rows.

use super::columns::Column;
use super::preset_table::PRESETS;
use crate::bank::Rail;
use crate::money::Currency;
use crate::text;

/// A template.
pub(super) struct Preset {
    pub(super) currency: Option<Currency>,
    pub(super) rail: Option<Rail>,
    columns: &'static str,
}

impl Preset {
    /// The template of this name, in any case.
    pub(super) fn find(name: &str) -> Option<Preset> {
        let mut lines = PRESETS;
        while let Some(mut line) = text::next_word(&mut lines, b'\n') {
            let known = text::next_word(&mut line, b'|')?;
            let (currency, rail) = (text::next_word(&mut line, b'|')?, text::next_word(&mut line, b'|')?);
            if known.eq_ignore_ascii_case(text::trim(name)) {
                return Some(Preset { currency: Currency::new(currency), rail: Rail::find(rail), columns: line });
            }
        }
        None
    }

    /// The names of all.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        let mut lines = PRESETS;
        std::iter::from_fn(move || text::split(text::next_word(&mut lines, b'\n')?, b'|').map(|(name, _)| name))
    }

    /// The columns in their order, and what they mean.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&'static str, Column)> + use<> {
        let mut rest = self.columns;
        std::iter::from_fn(move || {
            let (name, field) = text::split(text::next_word(&mut rest, b'|')?, b'=')?;
            Some((name, Column::named(field).unwrap_or(Column::Unused)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_read_whole() {
        for line in PRESETS.lines() {
            let name = line.split('|').next().unwrap();
            assert!(Preset::names().any(|known| known == name), "{name}");
            let preset = Preset::find(name).unwrap();
            let parts: Vec<_> = line.split('|').collect();
            assert_eq!(preset.currency.is_some(), !parts[1].is_empty(), "{name}");
            assert_eq!(preset.rail.is_some(), !parts[2].is_empty(), "{name}");
            for (part, (column, meaning)) in parts[3..].iter().zip(preset.columns()) {
                let field = part.split_once('=').unwrap().1;
                assert_eq!(meaning.answered().unwrap_or_default(), field, "{name}: {column}");
            }
            assert_eq!(preset.columns().count(), parts.len() - 3, "{name}");
            assert!(preset.columns().any(|(_, meaning)| meaning == Column::Amount), "{name}");
        }
    }
}
