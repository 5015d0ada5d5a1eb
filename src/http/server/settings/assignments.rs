//! Names and their secrets, as they are written in settings.

use super::SettingError;

/// Names and their secrets. A `\\` in front of `|`, `,` or `\\` makes it a part of the secret.
pub(super) fn assignments(text: &str) -> Result<Vec<(&str, Vec<String>)>, SettingError> {
    let mut all = Vec::new();
    let parts = split(text, &[',', '\n']).into_iter().map(str::trim);
    for part in parts.filter(|part| !part.is_empty() && !part.starts_with('#')) {
        let error = || SettingError("name=secret is needed, and a | before a further secret");
        let (name, secrets) = part.split_once('=').ok_or_else(error)?;
        let secrets: Vec<_> = split(secrets, &['|']).into_iter().map(|secret| unescaped(secret.trim())).collect();
        if name.trim().is_empty() || secrets.iter().any(String::is_empty) {
            return Err(error());
        }
        all.push((name.trim(), secrets));
    }
    Ok(all)
}

/// What stands between separators that have no `\\` in front of them. A line end always separates.
fn split<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        if separators.contains(&character) && (!is_escaped || character == '\n') {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at.saturating_add(character.len_utf8());
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && matches!(next, '|' | ',' | '\\'));
        out.push(escaped.unwrap_or(character));
    }
    out
}
