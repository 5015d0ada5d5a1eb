//! How bad a finding is.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Info,
    /// The payment may go out, but somebody should look.
    Warning,
    /// The payment must not go out like this.
    Error,
}

impl Severity {
    /// `"error"`, `"warning"` or `"info"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}
