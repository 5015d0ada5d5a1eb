//! Lists of words as the unions that they are in TypeScript.

macro_rules! union {
    ($comment:literal $name:literal $($word:literal)+) => {
        /// The words in TypeScript.
        #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
        #[allow(dead_code, reason = "wasm-bindgen writes it to a custom section, which the check does not see")]
        pub(crate) const TYPESCRIPT: &str =
            concat!("/** ", $comment, " */\nexport type ", $name, " =", $("\n  | \"", $word, "\"",)+ ";\n");
    };
}
pub(crate) use union;
