//! Patterns in the common subset of the `regex` crate and ECMAScript.
//!
//! Natively they run on `regex`; on wasm32 on the host's `RegExp`, which every host has anyway, where
//! the crate would make the package five times as large. A pattern keeps to what both engines
//! understand alike: ASCII classes, groups, alternation, bounded repetition, `^` and `$` at the ends,
//! no look-around, no back-references, `[0-9]` instead of `\d`. One file of vectors runs on both.

mod common;

/// Whether a text matches a pattern of somebody else; none where the pattern is not of the subset that every engine
/// reads alike, or the text is too long for it.
pub(crate) fn is_match(source: &str, text: &str) -> Option<bool> {
    let pattern = common::rewrite(source, text)?;
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    return regex::Regex::new(&pattern).ok().map(|engine| engine.is_match(text));
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    return Some(js_sys::RegExp::new(&pattern, "u").test(text));
}

/// A pattern, compiled when it is first used.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: &'static str,
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    engine: std::sync::OnceLock<Option<regex::Regex>>,
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl Pattern {
    pub(crate) const fn new(source: &'static str) -> Pattern {
        Pattern { source, engine: std::sync::OnceLock::new() }
    }

    /// Whether the text matches. A pattern that the engine refuses matches nothing.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let engine = self.engine.get_or_init(|| regex::Regex::new(self.source).ok());
        engine.as_ref().is_some_and(|engine| engine.is_match(text))
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
impl Pattern {
    pub(crate) const fn new(source: &'static str) -> Pattern {
        Pattern { source }
    }

    /// Whether the text matches. The host keeps what it has compiled.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        js_sys::RegExp::new(self.source, "u").test(text)
    }
}
