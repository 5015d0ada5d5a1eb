//! How amounts are written, generated from data/locales.csv by scripts/generate; see data/README.md for its columns.

/// One way a line: decimal sign, grouping sign (`s` is a no-break space, `n` a narrow one), `3` for groups of three (`4` from five digits on, `2` for lakhs and
/// crores), `b`, `a` or `e` for a symbol before the number, apart from it, or behind; then the locales.
pub(super) const LOCALES: &str = ".,3b en es-MX es-US ga ja zh ko ms mt th fil mr kn ml si zu am\n.,2b en-IN hi gu pa ta te\n,s3b en-ZA af\n,.3e de da ro hr el vi\n,.3a de-AT es-AR es-CO pt nl\n.'3a de-CH\n,n3e fr\n,s3e fr-CA sv nb no fi cs sk lt ru uk\n.n3e fr-CH\n,.4e es it sl\n,.3b es-CL tr id\n.,3a es-PE sw\n,s4e pt-PT pl hu bg et lv\n.'4a it-CH\n.,2a ne";
