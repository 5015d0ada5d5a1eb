//! What the tables of codes become: a type with the words, severities and messages of its lines.

macro_rules! codes {
    ([$($(#[doc = $doc:literal])+ $variant:ident $text:literal $severity:ident $template:literal)+]) => {
        /// What a [`Finding`](crate::Finding) says, as one stable word.
        ///
        /// The word is part of the public interface: it is what a program matches on and what a
        /// catalogue of another language is keyed by. `docs/FINDINGS.md` lists all of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The word in `SCREAMING_SNAKE_CASE`.
            ///
            /// ```
            /// assert_eq!(offramp_core::Code::IbanChecksum.as_str(), "IBAN_CHECKSUM");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                #[cfg(target_arch = "wasm32")]
                {
                    self.packed_word()
                }
                #[cfg(not(target_arch = "wasm32"))]
                match self { $(Code::$variant => $text,)+ }
            }

            #[cfg(any(test, target_arch = "wasm32"))]
            const fn packed_word(self) -> &'static str {
                $crate::code::packed::part(concat!($($text),+), const { &[$($crate::code::packed::length($text)),+] }, self)
            }

            /// The severity this code has unless the place that reports it says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// The English message, with `{name}` where a parameter of that name belongs.
            #[must_use]
            pub const fn template(self) -> &'static str {
                #[cfg(target_arch = "wasm32")]
                {
                    self.packed_template()
                }
                #[cfg(not(target_arch = "wasm32"))]
                match self { $(Code::$variant => $template,)+ }
            }

            #[cfg(any(test, target_arch = "wasm32"))]
            const fn packed_template(self) -> &'static str {
                $crate::code::packed::part(concat!($($template),+), const { &[$($crate::code::packed::length($template)),+] }, self)
            }

            /// What the code means, for the documentation.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+),)+ }
            }
        }

        crate::typescript::union! { "The stable word that says what a finding is about; see docs/FINDINGS.md." "FindingCode" $($text)+ }
    };
}
pub(super) use codes;
