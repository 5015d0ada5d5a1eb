//! What the command line reads of the environment.

/// A variable of the environment that is not empty.
pub(super) fn variable(name: &str) -> Option<String> {
    environment(name).filter(|value| !value.is_empty())
}

#[expect(clippy::disallowed_methods, reason = "the command line reads the environment: secrets are never flags")]
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
