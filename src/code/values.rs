//! Codes about what stands in a value whatever its kind, and what one value is taken for.

/// Hands its lines to the next table, and says which follow.
macro_rules! values {
    ($next:ident $($then:ident)*) => {
        $next! { [
        // any text
        /// Nothing, or nothing but blanks, was given.
        ValueEmpty "VALUE_EMPTY" Error "A value is needed."
        /// The value does not have the number of characters its kind always has, separators not counted.
        LengthWrong "LENGTH_WRONG" Error "Must have {expected} characters; it has {actual}."
        /// The value is shorter than its kind allows.
        TooShort "TOO_SHORT" Error "Must have at least {expected} characters; it has {actual}."
        /// The value is longer than its kind allows.
        TooLong "TOO_LONG" Error "Must have at most {expected} characters; it has {actual}."
        /// A character stands where the kind's format has none of its sort, such as a sign in a number.
        CharacterNotAllowed "CHARACTER_NOT_ALLOWED" Error "Character {position} is not allowed here."
        /// Something other than a digit stands in a number.
        DigitsOnly "DIGITS_ONLY" Error "Use digits only; character {position} is not a digit."
        /// A letter was typed for a digit or a digit for a letter, such as O for 0.
        LetterForDigit "LETTER_FOR_DIGIT" Error "A letter and a digit that look alike were confused, such as O and 0."
        /// Digits or letters of another script, such as full-width ones, were typed.
        OtherScript "OTHER_SCRIPT" Error "Contains letters or digits of another alphabet; type them with A-Z and 0-9."
        /// Zero-width or non-breaking characters were taken out; they usually come from a web page or a document.
        InvisibleCharacters "INVISIBLE_CHARACTERS" Warning "Invisible characters were removed from the value."
        /// One value stands in the text, with other words, `tel:` or punctuation around it; the suggestion is the value.
        TextAround "TEXT_AROUND" Error "There is other text before or after the value."
        /// Several values stand in the text, with `or`, `/` or a semicolon between them; which one is meant is not known.
        SeveralValues "SEVERAL_VALUES" Error "There are several values here; give one."
        /// The value was shortened with an ellipsis, as for display.
        ValueAbbreviated "VALUE_ABBREVIATED" Error "The value is shortened; enter it in full."
        /// Control characters, such as a line break, stand in a text of one line.
        ControlCharacters "CONTROL_CHARACTERS" Error "Control characters are not allowed in this text."
        /// A text begins with `=`, `+`, `-` or `@`, which makes a spreadsheet run it as a formula.
        FormulaText "FORMULA_TEXT" Warning "The text begins like a formula; a spreadsheet would run it."
        /// The field takes one of a few values, and this is none of them.
        ValueNotAllowed "VALUE_NOT_ALLOWED" Error "Only these values are allowed: {allowed}."
        /// A word or a sign stands for no value, as databases, programs and people write it: `NULL`, `see above`, `?`.
        Placeholder "PLACEHOLDER" Error "This is a placeholder; enter the value itself."
        /// Letters were lost or doubled by a wrong encoding, or an escape such as `&uuml;` was left in.
        EncodingDamaged "ENCODING_DAMAGED" Warning "Letters were damaged by a wrong encoding; enter the text again."

        // spreadsheets
        /// A spreadsheet turned the number into the form 1.23E+15; its digits are lost.
        SpreadsheetExponent "SPREADSHEET_EXPONENT" Error "A spreadsheet has rounded this number to the form 1.23E+15 and lost its digits. Format the column as text and enter it again."
        /// The number is one or two digits short, as when a spreadsheet dropped leading zeros; the suggestion fills them in.
        SpreadsheetLeadingZero "SPREADSHEET_LEADING_ZERO" Error "Leading zeros are missing; a spreadsheet drops them unless the column is formatted as text."
        /// A spreadsheet or a data tool appended `.0`.
        SpreadsheetDecimal "SPREADSHEET_DECIMAL" Error "A spreadsheet or export added decimals, such as .0, to the number."
        /// A number of more than fifteen digits ends in zeros from the sixteenth digit on.
        SpreadsheetPrecision "SPREADSHEET_PRECISION" Warning "The last digits are all zero; a spreadsheet may have rounded the number."
        /// The cell holds a spreadsheet's error, such as `#N/A`.
        SpreadsheetError "SPREADSHEET_ERROR" Error "The cell holds a spreadsheet's error instead of a value."
        /// The apostrophe that marks a cell as text was exported with it, and was taken out.
        SpreadsheetApostrophe "SPREADSHEET_APOSTROPHE" Warning "The apostrophe before the value was removed."
        /// The formula that keeps a spreadsheet from reading a number, `="..."`, was exported with the value, and was taken out.
        SpreadsheetFormula "SPREADSHEET_FORMULA" Warning "The formula (=\"...\") around the value was removed."

        // confusions
        /// An IBAN stands in the place of something else.
        LooksLikeIban "LOOKS_LIKE_IBAN" Error "This is an IBAN; it belongs in another field."
        /// A BIC stands in the place of something else.
        LooksLikeBic "LOOKS_LIKE_BIC" Error "This is a BIC (SWIFT code); it belongs in another field."
        /// An IFSC stands in the place of something else.
        LooksLikeIfsc "LOOKS_LIKE_IFSC" Error "This is an IFSC; it belongs in another field."
        /// A UK sort code stands in the place of something else.
        LooksLikeSortCode "LOOKS_LIKE_SORT_CODE" Error "This is written like a UK sort code (12-34-56)."
        /// An Australian BSB stands in the place of something else.
        LooksLikeBsb "LOOKS_LIKE_BSB" Error "This is written like an Australian BSB (123-456)."
        /// A UPI address stands in the place of something else.
        LooksLikeVpa "LOOKS_LIKE_VPA" Error "This is a UPI address (VPA); it belongs in another field."
        /// An e-mail address stands in the place of something else.
        LooksLikeEmail "LOOKS_LIKE_EMAIL" Error "This is an e-mail address."
        /// A web address stands in the place of something else.
        LooksLikeLink "LOOKS_LIKE_LINK" Error "This is a web address."
        /// Words without a digit, such as somebody's name, stand in the place of something else.
        LooksLikeName "LOOKS_LIKE_NAME" Error "This looks like a name."
        /// A phone number stands in the place of something else.
        LooksLikePhoneNumber "LOOKS_LIKE_PHONE_NUMBER" Error "This is a phone number; it belongs in another field."
        /// The number passes the check of a payment card's number (Luhn, ISO/IEC 7812); real account numbers may, too.
        LooksLikeCardNumber "LOOKS_LIKE_CARD_NUMBER" Warning "This looks like a card number; enter the account number."
        /// A number with decimals, or with thousands separated by commas, stands in the place of something else.
        LooksLikeAmount "LOOKS_LIKE_AMOUNT" Error "This is written like an amount."
        /// A date stands in the place of something else.
        LooksLikeDate "LOOKS_LIKE_DATE" Error "This is a date."
        /// A UUID, by which programs number their records, stands in the place of something else.
        LooksLikeUuid "LOOKS_LIKE_UUID" Error "This is a UUID, the number of a record in a program."
        /// A transaction hash stands in the place of an address.
        LooksLikeTransactionHash "LOOKS_LIKE_TRANSACTION_HASH" Error "This is a transaction hash, not an address."
        /// 32 bytes in hexadecimal form are a transaction on some networks and an address on others.
        HashOrAddress "HASH_OR_ADDRESS" Info "Addresses of Aptos, Sui and NEAR are written like this, too."
        /// An address stands in the place of a transaction hash.
        LooksLikeAddress "LOOKS_LIKE_ADDRESS" Error "This is an address, not a transaction hash."
        /// An EVM address stands in the place of something else.
        LooksLikeEvmAddress "LOOKS_LIKE_EVM_ADDRESS" Error "This is an address of Ethereum or another EVM network."
        /// A TRON address stands in the place of something else.
        LooksLikeTronAddress "LOOKS_LIKE_TRON_ADDRESS" Error "This is an address of TRON."
        /// A Stellar address stands in the place of something else.
        LooksLikeStellarAddress "LOOKS_LIKE_STELLAR_ADDRESS" Error "This is an address of Stellar."
        /// A Solana address stands in the place of something else.
        LooksLikeSolanaAddress "LOOKS_LIKE_SOLANA_ADDRESS" Error "This is an address of Solana."
        /// A Bitcoin address stands in the place of something else.
        LooksLikeBitcoinAddress "LOOKS_LIKE_BITCOIN_ADDRESS" Error "This is an address of Bitcoin."
        /// The address of a chain that is not listed stands in the place of another.
        LooksLikeOtherChain "LOOKS_LIKE_OTHER_CHAIN" Error "This is an address of another chain."
        /// A secret key was pasted; whoever reads it can spend the funds.
        LooksLikeSecretKey "LOOKS_LIKE_SECRET_KEY" Error "This is a secret key. Never share it; move its funds to a new wallet."
        ] $($then)* }
    };
}
pub(super) use values;
